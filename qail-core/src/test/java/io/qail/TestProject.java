package io.qail;

import io.qail.error.QailException;
import io.qail.migrate.MigrateOptions;
import io.qail.migrate.MigrateResult;
import io.qail.migrate.MigrationListener;
import io.qail.script.ScriptOptions;
import io.qail.snapshot.SnapshotOptions;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** A directory of scripts and a database to migrate with them. */
public final class TestProject {

    private final TestDatabase database;
    private final Path directory;
    private final List<MigrationListener> listeners = new ArrayList<>();
    private DataSource dataSource;
    private QailOptions options;

    public TestProject(TestDatabase database) {
        this.database = database;
        try {
            this.directory = Files.createTempDirectory("qail-project");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.dataSource = database.dataSource();
        this.options = QailOptions.defaults()
                .withScripts(new ScriptOptions(List.of("file:" + directory.resolve("scripts")), true))
                .withSnapshots(new SnapshotOptions(directory.resolve("snapshots"), null, null, null));
    }

    public TestProject script(String name, String text) {
        try {
            Path file = directory.resolve("scripts").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestProject without(String name) {
        try {
            Files.delete(directory.resolve("scripts").resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestProject with(UnaryOperator<QailOptions> change) {
        options = change.apply(options);
        return this;
    }

    public TestProject migrating(UnaryOperator<MigrateOptions> change) {
        return with(o -> o.withMigrate(change.apply(o.migrate())));
    }

    public TestProject listening(MigrationListener listener) {
        listeners.add(listener);
        return this;
    }

    public TestProject on(DataSource other) {
        dataSource = other;
        return this;
    }

    public TestDatabase database() {
        return database;
    }

    public Path scripts() {
        return directory.resolve("scripts");
    }

    public Path snapshots() {
        return directory.resolve("snapshots");
    }

    public Qail qail() {
        return new Qail(dataSource, options, listeners);
    }

    /** The same scripts and options on another database. */
    public Qail qail(DataSource other) {
        return new Qail(other, options, listeners);
    }

    public MigrateResult migrate() {
        return qail().migrate();
    }

    /** The versions that a migration applies now. */
    public List<String> migrateVersions() {
        return migrate().applied().stream().map(entry -> entry.version()).toList();
    }

    /** What a migration throws now. */
    public QailException failure() {
        try {
            migrate();
        } catch (QailException e) {
            return e;
        }
        throw new AssertionError("the migration went through");
    }

    public <T> T value(String sql, Class<T> type) {
        return database.jdbc().sql(sql).query(type).single();
    }

    public long count(String sql) {
        return value(sql, Long.class);
    }

    public boolean exists(String relation) {
        return database.jdbc()
                .sql("SELECT to_regclass(?) IS NOT NULL")
                .param(relation)
                .query(Boolean.class)
                .single();
    }
}
