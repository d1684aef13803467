package io.qail.snapshot;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directory of one snapshot, {@code ….tmp} until it is published. Nobody but its owner can look into it. */
final class SnapshotDirectory implements FilePlace {

    static final String UNPUBLISHED = ".tmp";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path location;
    private final Path unpublished;
    private final List<String> names = new ArrayList<>();

    private SnapshotDirectory(Path location) {
        this.location = location;
        this.unpublished = location.resolveSibling(location.getFileName() + UNPUBLISHED);
    }

    static SnapshotDirectory at(Path location) {
        return new SnapshotDirectory(location);
    }

    static SnapshotDirectory create(Path directory, String database, String defaultSchema, long migrationId)
            throws IOException {
        byte[] random = new byte[4];
        RANDOM.nextBytes(random);
        Path parent = ofHistory(directory, database, defaultSchema);
        SnapshotDirectory created = new SnapshotDirectory(
                parent.resolve(migrationId + "-" + HexFormat.of().formatHex(random)));
        Files.createDirectories(parent, permissions(parent, "rwx------"));
        Files.createDirectory(created.unpublished, permissions(parent, "rwx------"));
        return created;
    }

    /**
     * A directory under a name of the caller's.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one, or one that was begun
     */
    static SnapshotDirectory createAt(Path location) throws IOException {
        if (Files.exists(location, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(location.toString());
        }
        SnapshotDirectory created = new SnapshotDirectory(location);
        Path parent = location.getParent();
        if (parent != null) {
            Files.createDirectories(parent, permissions(parent, "rwx------"));
        }
        Files.createDirectory(created.unpublished, permissions(location, "rwx------"));
        return created;
    }

    /**
     * The directory of a history: that of its database, and its default schema behind a dot unless it is {@code public},
     * because every default schema of a database counts its migrations from 1. Lower-case letters, digits and {@code _} and {@code -} stand for themselves, every other byte
     * as {@code %XX}: no two names share a directory, not even where the file system ignores case.
     */
    static Path ofHistory(Path directory, String database, String defaultSchema) {
        String name = encode(database) + (defaultSchema.equals("public") ? "" : "." + encode(defaultSchema));
        return directory.toAbsolutePath().normalize().resolve(name);
    }

    private static String encode(String text) {
        StringBuilder name = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
            name.append(
                    plain
                            ? String.valueOf((char) b)
                            : "%" + HexFormat.of().withUpperCase().toHexDigits(b));
        }
        return name.toString();
    }

    @Override
    public String location() {
        return location.toString();
    }

    @Override
    public OutputStream create(String name) throws IOException {
        FileChannel file = FileChannel.open(
                unpublished.resolve(name),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                permissions(unpublished, "rw-------"));
        names.add(name);
        return new FilterOutputStream(Channels.newOutputStream(file)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                try (file) {
                    if (file.isOpen()) {
                        file.force(true);
                    }
                }
            }
        };
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(location.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** The files are on the disk already; now their names, then the one rename, then that. */
    @Override
    public void publish() throws IOException {
        force(unpublished);
        Files.move(unpublished, location, StandardCopyOption.ATOMIC_MOVE);
        force(location.getParent());
    }

    @Override
    public void remove(String name) throws IOException {
        Files.deleteIfExists(unpublished.resolve(name));
    }

    /** Deletes what was not published. */
    void discard() throws IOException {
        delete(unpublished);
    }

    @Override
    public void delete() throws IOException {
        delete(unpublished);
        delete(location);
    }

    /** Deletes the files that were written here, one by one, and the directory; what else is in it stays, with it. */
    private void delete(Path directory) throws IOException {
        if (names.isEmpty() && directory.equals(location)) {
            return;
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (String name : names) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
    }

    /** Forces the entries of a directory to the disk; Windows does that by itself and cannot open one. */
    private static void force(@Nullable Path directory) throws IOException {
        if (directory == null || !isPosix(directory)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
