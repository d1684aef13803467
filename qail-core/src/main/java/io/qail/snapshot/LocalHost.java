package io.qail.snapshot;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where files are written, and histories from. */
public final class LocalHost {

    private LocalHost() {}

    public static String name() {
        // The environment first: a look-up of the own name can hang where DNS is broken.
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
