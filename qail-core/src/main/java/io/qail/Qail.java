package io.qail;

import io.qail.drift.Difference;
import io.qail.history.HistoryEntry;
import io.qail.migrate.MigrateResult;
import io.qail.migrate.MigrationInfo;
import io.qail.migrate.MigrationListener;
import io.qail.migrate.Migrator;
import io.qail.migrate.MigratorConfiguration;
import io.qail.migrate.PlannedChange;
import io.qail.migrate.PlannedMigration;
import io.qail.migrate.Transition;
import io.qail.pull.Pull;
import io.qail.pull.Pulled;
import io.qail.rollback.Rollback;
import io.qail.rollback.RollbackPlan;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import io.qail.rollback.SnapshotCopy;
import io.qail.script.Scripts;
import io.qail.shadow.DatabaseConnections;
import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowListener;
import io.qail.snapshot.Purge;
import io.qail.snapshot.SnapshotManifest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Migrates the schema of a PostgreSQL database. Thread-safe; every call takes its own connections, two at most at a time.
 * Everything it throws on purpose is a {@link io.qail.error.QailException}.
 */
public final class Qail {

    private final QailOptions options;
    private final MigratorConfiguration configuration;
    private final DatabaseConnections databases;
    private final List<ShadowListener> shadowListeners;
    private final Migrator migrator;
    private final Rollback rollback;
    private final Pull pull;

    public Qail(DataSource dataSource, QailOptions options, List<MigrationListener> listeners) {
        this(dataSource, options, listeners, Thread.currentThread().getContextClassLoader());
    }

    /** As the other constructor, with the class loader that finds {@code classpath:} locations. */
    public Qail(
            DataSource dataSource,
            QailOptions options,
            List<MigrationListener> listeners,
            @Nullable ClassLoader classLoader) {
        this(
                dataSource,
                options,
                listeners,
                classLoader,
                name -> DatabaseConnections.of(dataSource).open(name),
                List.of());
    }

    /**
     * As the other constructors, where a pool must say how to open connections to other databases of the server.
     *
     * @param databases for {@link #shadow()}
     */
    public Qail(
            DataSource dataSource,
            QailOptions options,
            List<MigrationListener> listeners,
            @Nullable ClassLoader classLoader,
            DatabaseConnections databases,
            List<ShadowListener> shadowListeners) {
        this.options = options;
        this.databases = databases;
        this.shadowListeners = List.copyOf(shadowListeners);
        this.configuration = new MigratorConfiguration(
                dataSource,
                options.scripts(),
                options.locks(),
                options.impact(),
                options.snapshots(),
                options.migrate(),
                listeners,
                classLoader == null ? Qail.class.getClassLoader() : classLoader,
                InstantSource.system());
        Migrator made = new Migrator(configuration);
        this.migrator = made;
        this.rollback = new Rollback(made, options.impact());
        this.pull = new Pull(made);
    }

    public QailOptions options() {
        return options;
    }

    /**
     * Applies every pending version, each in a transaction of its own, then builds the indexes that are to be built
     * concurrently. With nothing to do it is one query. Blocks while another instance migrates.
     */
    public MigrateResult migrate() {
        return migrator.migrate();
    }

    /** What {@link #migrate()} would run now, and what it would do to live data. Changes nothing. */
    public List<PlannedMigration> plan() {
        return migrator.plan();
    }

    /** Fails when an applied script was edited or is missing, or when a version is pending. Needs read access only. */
    public void validate() {
        migrator.validate();
    }

    /**
     * The state of the database. Reads only.
     *
     * @param drift whether to compare the live catalog with the schema of the last version, which takes longer
     */
    public MigrationInfo info(boolean drift) {
        return migrator.info(drift);
    }

    /**
     * Accepts the present scripts where they differ from the applied ones: appends a {@code REPAIR} row for each edited or
     * missing one. Changes no other object.
     *
     * @return the versions that were repaired
     */
    public List<String> repair() {
        return migrator.repair();
    }

    /**
     * What {@link #rollback} would do now: SQL, impact and a hash to confirm. Changes nothing.
     *
     * @throws io.qail.error.HistoryException when there is no such way back, and why
     */
    public RollbackPlan planRollback(RollbackRequest request) {
        return rollback.plan(request);
    }

    /**
     * Takes migrations back, structure and records, newest first, each in a transaction of its own. What can be refused is
     * refused before anything runs. Blocks while another instance migrates.
     *
     * @throws io.qail.error.HistoryException when there is no such way back, and why
     * @throws io.qail.error.DataLossException when the way back destroys what came later and the policy forbids it
     */
    public RollbackResult rollback(RollbackRequest request) {
        return rollback.run(request);
    }

    /** The live database, all its schemas but PostgreSQL's own, as {@code .qail} text. See {@link #pull(Collection)}. */
    public Pulled pull() {
        return pull(List.of());
    }

    /**
     * The live database as canonical {@code .qail} text that recreates it: the script of a baseline, or a declarative
     * schema. What the language cannot say stands in comments at its top. Reads only, in one snapshot; takes no lock on a
     * user's table and blocks for nobody.
     *
     * @param schemas whose objects to read; none for all that are not PostgreSQL's own. The extensions of the database are
     *     always read
     * @throws io.qail.error.EnvironmentException when there is no such schema
     */
    public Pulled pull(Collection<String> schemas) {
        return pull.run(schemas);
    }

    /**
     * Copies one table or column of a snapshot, of either store, into a new table that only its owner can read, so that
     * somebody can look at the records before anything is rolled back. Changes no other object. A column comes with the key
     * of its rows, or with their hash where they have no key; a type that does not exist any more comes as text. Blocks
     * while another instance migrates.
     *
     * @param table by its name in the manifest, as {@link MigrationInfo#snapshots()} shows it
     * @param column null for a whole table
     * @param into the exact name of the new table, in the default schema
     * @return how many records it has
     * @throws io.qail.error.HistoryException when there is no such snapshot or no such part of it, or a table of that name
     */
    public long restoreCopy(long snapshotId, String table, @Nullable String column, String into) {
        return SnapshotCopy.into(migrator, snapshotId, table, column, into);
    }

    /**
     * The same from a snapshot that {@link #exportSnapshot} wrote, in whatever database: this one needs neither the history
     * nor the tables that it was taken of.
     *
     * @param exported the directory, which may have been moved
     * @throws io.qail.error.EnvironmentException when there is no exported snapshot, or a file of it is not what was written
     */
    public long restoreCopy(Path exported, String table, @Nullable String column, String into) {
        return SnapshotCopy.into(migrator, exported, table, column, into);
    }

    /**
     * Writes a snapshot, of either store, into a directory of its own that outlives the database: what the backup mode
     * {@code file} writes, compressed CSV files and a {@code manifest.json} with the SHA-256 of each. The snapshot stays. A
     * value is its text. Takes no lock and needs constant memory.
     *
     * @param directory that does not exist yet; only its owner can read it
     * @return the manifest of the export
     * @throws io.qail.error.HistoryException when there is no such snapshot, or it does not hold what its manifest says
     * @throws io.qail.error.EnvironmentException when the directory exists or cannot be written; nothing is left then
     */
    public SnapshotManifest exportSnapshot(long snapshotId, Path directory) {
        return SnapshotCopy.export(migrator, snapshotId, directory);
    }

    /**
     * The shadow database: a second one in the shape that the pending versions ask for, which takes this one's name.
     *
     * <p>Its methods throw {@link io.qail.error.EnvironmentException} where connections to other databases cannot be derived
     * from the data source; a pool has to say itself how to open them.
     */
    public Shadow shadow() {
        return shadow(databases, shadowListeners);
    }

    /** The same on connections of the caller, watched by listeners. */
    public Shadow shadow(DatabaseConnections connections, List<ShadowListener> listeners) {
        return new Shadow(configuration, connections, options.shadow(), listeners);
    }

    /**
     * What {@link #migrate(Transition)} would run now; empty when the newest version is the second schema already. Changes
     * nothing.
     *
     * @throws io.qail.error.HistoryException when the database is not what the first schema says, or was migrated by
     *     versioned scripts
     */
    public Optional<PlannedChange> plan(Transition transition) {
        return migrator.plan(transition);
    }

    /**
     * Takes a step from one written schema to another, guarded like every migration, and notes it as the next declarative
     * version. Blocks while another instance migrates.
     *
     * @return the new row of the history; empty when the newest version is the second schema already
     * @throws io.qail.error.HistoryException when the database is not what the first schema says, or was migrated by
     *     versioned scripts
     * @throws io.qail.error.DataLossException when records are at risk and the policy forbids it
     */
    public Optional<HistoryEntry> migrate(Transition transition) {
        return migrator.migrate(transition);
    }

    /**
     * The version to {@link #rollback} to for a step from the schema that the database has to an earlier one; empty when its
     * history has no such schema.
     *
     * @throws io.qail.error.HistoryException when the history was made by versioned scripts
     */
    public Optional<String> versionOf(Transition back) {
        return migrator.versionOf(back);
    }

    /** The way from the live database, whatever it is, to a schema, and what it would do to live data. Changes nothing. */
    public PlannedChange planFromLive(Scripts.Declarative target) {
        return migrator.planFromLive(target);
    }

    /** What of the live database is not as the schema says. Reads only. */
    public List<Difference> drift(Scripts.Declarative expected) {
        return migrator.drift(expected);
    }

    /** The state of the database as far as it is known without scripts: nothing is pending. Reads only. */
    public MigrationInfo infoWithoutScripts(boolean drift) {
        return migrator.infoWithoutScripts(drift);
    }

    /**
     * Deletes a snapshot, its files included: the rollback that needs it ends. Blocks while another instance migrates.
     *
     * @return what went, and what that means; of nothing when there is no such snapshot
     */
    public Purge purge(long snapshot) {
        return migrator.purge(snapshot);
    }
}
