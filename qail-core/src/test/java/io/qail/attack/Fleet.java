package io.qail.attack;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.history.BackupMode;
import io.qail.history.LockOptions;
import io.qail.migrate.MigrateOptions;
import io.qail.script.ScriptOptions;
import io.qail.snapshot.SnapshotOptions;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The databases of one interleaving, their scripts and their snapshot directory, as they really are. */
final class Fleet implements AutoCloseable {

    private final List<TestDatabase> bases;
    private final Path directory;
    /** In the maintenance database, which no step renames or drops. */
    private final Connection maintenance;

    /** Empty databases, whose role may make others. */
    Fleet(List<TestDatabase> bases) throws IOException, SQLException {
        this.bases = List.copyOf(bases);
        this.maintenance = dataSource("postgres").getConnection();
        this.directory = Files.createTempDirectory("qail-fleet");
    }

    PGSimpleDataSource dataSource(String name) {
        TestDatabase base = bases.get(0);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(base.url().replace("/" + base.name(), "/" + name));
        dataSource.setUser(base.user());
        dataSource.setPassword(base.password());
        return dataSource;
    }

    Qail qail(String name, String lineage, UnaryOperator<QailOptions> change) {
        return new Qail(
                dataSource(name),
                change.apply(QailOptions.defaults()
                        .withScripts(new ScriptOptions(List.of("file:" + directory.resolve(lineage)), true))
                        .withLocks(new LockOptions(Duration.ofSeconds(2), 2, Duration.ZERO))
                        .withSnapshots(new SnapshotOptions(snapshots(), null, null, null))
                        .withMigrate(MigrateOptions.defaults().withBackupMode(BackupMode.FILE))),
                List.of());
    }

    void script(String lineage, String name, String text) {
        try {
            Files.writeString(
                    Files.createDirectories(directory.resolve(lineage)).resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path snapshots() {
        return directory.resolve("snapshots");
    }

    /** Every directory with a manifest, relative. */
    TreeSet<String> snapshotDirectories() {
        TreeSet<String> found = new TreeSet<>();
        if (!Files.exists(snapshots())) {
            return found;
        }
        try (var paths = Files.walk(snapshots())) {
            paths.filter(path -> path.endsWith("manifest.json"))
                    .forEach(path ->
                            found.add(snapshots().relativize(path.getParent()).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Databases of this fleet: names by OID. */
    Map<Long, String> databases() throws SQLException {
        Map<Long, String> found = new TreeMap<>();
        try (Statement statement = maintenance.createStatement()) {
            for (TestDatabase base : bases) {
                try (ResultSet rows = statement.executeQuery("SELECT oid, datname FROM pg_database WHERE datname = '"
                        + base.name() + "' OR starts_with(datname, '" + base.name() + "_')")) {
                    while (rows.next()) {
                        found.put(rows.getLong(1), rows.getString(2));
                    }
                }
            }
        }
        return found;
    }

    /** Runs SQL in the maintenance database. */
    void admin(String sql) throws SQLException {
        for (int tries = 0; ; tries++) {
            try (Statement statement = maintenance.createStatement()) {
                statement.execute(sql);
                return;
            } catch (SQLException e) {
                // Sessions that are just ending.
                if (!"55006".equals(e.getSQLState()) || tries == 20) {
                    throw e;
                }
            }
        }
    }

    void execute(String database, String sql) throws SQLException {
        try (Connection connection = dataSource(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of every row. */
    List<String> strings(String database, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = dataSource(database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
        }
        return found;
    }

    @Override
    public void close() throws SQLException {
        for (String name : databases().values()) {
            admin("DROP DATABASE IF EXISTS " + Sql.name(name) + " WITH (FORCE)");
        }
        maintenance.close();
        for (TestDatabase base : bases) {
            base.close();
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, @Nullable IOException e) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
