package io.qail.shadow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** Whether the server's disk has room for a second database, where that can be known: the server runs here. */
final class Disk {

    private Disk() {}

    static Optional<String> shortage(Session primary) throws SQLException {
        long size = primary.number("SELECT pg_catalog.pg_database_size(pg_catalog.current_database())");
        boolean here = primary.isTrue("SELECT coalesce(pg_catalog.inet_server_addr() <<= '127.0.0.0/8'"
                + " OR pg_catalog.inet_server_addr() = '::1', true)");
        // Shown to members of pg_read_all_settings only.
        String directory = here
                ? primary.strings("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'").stream()
                        .findFirst()
                        .orElse("")
                : "";
        if (directory == null || directory.isEmpty()) {
            return Optional.empty();
        }
        try {
            return shortage(size, Path.of(directory));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Empty where the directory is none of this machine. */
    static Optional<String> shortage(long size, Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                return Optional.empty();
            }
            long free = Files.getFileStore(directory).getUsableSpace();
            return free >= size
                    ? Optional.empty()
                    : Optional.of("The database has " + size + " bytes, and the server's disk has only " + free
                            + " left: make room, or move the server to a larger one.");
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
