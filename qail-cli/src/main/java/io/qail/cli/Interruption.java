package io.qail.cli;

import java.io.PrintStream;

/**
 * Says what Ctrl-C leaves. It leaves what SIGKILL would: the server rolls back what was not committed, and what a later
 * start has to know is in the database.
 */
final class Interruption {

    private static volatile boolean running;

    private Interruption() {}

    static void watch(PrintStream err) {
        running = true;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (running) {
                err.println();
                err.println("Interrupted. The database rolls back what was not committed; `qail migrate status` shows "
                        + "what was.");
            }
        }));
    }

    static void end() {
        running = false;
    }
}
