package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.SqlMessage;
import io.qail.drift.Difference;
import io.qail.drift.Drift;
import io.qail.error.HistoryException;
import io.qail.error.QailException;
import io.qail.error.Setting;
import io.qail.history.AdvisoryLock;
import io.qail.history.History;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.HistoryType;
import io.qail.history.SessionPin;
import io.qail.history.SessionSettings;
import io.qail.impact.ImpactAnalysis;
import io.qail.plan.Absence;
import io.qail.plan.Change;
import io.qail.plan.Plan;
import io.qail.schema.Schema;
import io.qail.script.ScriptFinder;
import io.qail.script.Scripts;
import io.qail.snapshot.Purge;
import io.qail.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Applies what is pending, one guarded run for each version, and builds indexes afterwards. Thread-safe: every call opens
 * its own connections, two at most.
 */
public final class Migrator {

    private static final Logger log = LoggerFactory.getLogger(Migrator.class);

    private final ScriptFinder scripts;
    private final RunContext template;

    public Migrator(MigratorConfiguration configuration) {
        this.scripts = new ScriptFinder(configuration.scripts(), configuration.classLoader());
        this.template = RunContext.of(configuration);
    }

    /**
     * Applies every pending version. Blocks while another instance migrates. With nothing to do it changes nothing and
     * takes no lock.
     *
     * @throws QailException of the kind that says why; the versions before the failing one stay applied
     */
    public MigrateResult migrate() {
        return with(database -> {
            RunContext context = database.context();
            HistoryState history = database.history();
            database.source().check(history);
            boolean pending =
                    history.isEmpty() || !database.source().pending(history).isEmpty();
            List<HistoryEntry> applied = pending ? apply(database) : List.of();
            HistoryState now = pending ? database.history() : history;
            List<String> built = ConcurrentIndexes.pending(database, now)
                    ? new ConcurrentIndexes(context).build(database.connection())
                    : List.of();
            SnapshotUpkeep upkeep = new SnapshotUpkeep(context);
            if (upkeep.mayHaveWork(!applied.isEmpty())) {
                upkeep.run(database.connection());
            }
            log.info(
                    "Schema {} is at version {}: {} versions applied, {} indexes built",
                    context.defaultSchema(),
                    now.latest().map(HistoryEntry::version).orElse("none"),
                    applied.size(),
                    built.size());
            StatusReport.send(database, now, database.source().pending(now));
            return new MigrateResult(applied, built);
        });
    }

    private List<HistoryEntry> apply(OpenDatabase database) throws SQLException {
        RunContext context = database.context();
        Baseline baseline = new Baseline(context);
        GuardedRun run = new GuardedRun(context);
        List<HistoryEntry> applied = new ArrayList<>();
        SessionPin kept = SessionPin.keep(database.connection());
        try {
            Optional<HistoryEntry> entry;
            do {
                entry = run.run(
                        database.connection(),
                        (connection, history, defaultSchema) ->
                                next(database, baseline.establish(connection, history, database.source())));
                entry.ifPresent(applied::add);
            } while (entry.isPresent());
        } finally {
            kept.close();
        }
        return applied;
    }

    private static Optional<Job> next(OpenDatabase database, HistoryState history) throws SQLException {
        database.source().check(history);
        List<PendingMigration> pending = database.source().pending(history);
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        Schema base = HistorySchema.parse(history, database.context().defaultSchema());
        return Optional.of(database.source().job(database.connection(), pending.get(0), base));
    }

    /** What {@link #migrate()} would run now, and what it would do to live data. Rolls back all it does. */
    public List<PlannedMigration> plan() {
        return with(database -> {
            List<PlannedMigration> planned = new DryRun(database).plan();
            HistoryState history = database.history();
            StatusReport.send(database, history, database.source().pending(history));
            return planned;
        });
    }

    /**
     * Compares scripts and history; needs read access only.
     *
     * @throws HistoryException when they disagree or a version is pending
     */
    public void validate() {
        with(database -> {
            HistoryState history = database.history();
            database.source().check(history);
            List<PendingMigration> pending = database.source().pending(history);
            if (!pending.isEmpty()) {
                PendingMigration first = pending.get(0);
                throw new HistoryException(
                        pending.size() + " versions are pending, the first is " + first.version() + " ("
                                + first.script() + "), and " + Setting.MODE + " is validate",
                        "Migrate the database (" + Setting.MODE.to("migrate")
                                + ") before this application starts. Nothing was changed.");
            }
            StatusReport.send(database, history, pending);
            return true;
        });
    }

    /**
     * The state of the database. Reads only.
     *
     * @param drift whether to compare the live catalog with the schema of the last version
     */
    public MigrationInfo info(boolean drift) {
        return with(database -> new StatusReport(database).info(drift));
    }

    /**
     * Appends a {@code REPAIR} row for each applied script that is edited or missing, which accepts its present state.
     *
     * @return the versions
     */
    public List<String> repair() {
        return with(database -> {
            RunContext context = database.context();
            Connection connection = database.connection();
            connection.setAutoCommit(false);
            AdvisoryLock.acquire(connection, context.locks(), context.defaultSchema());
            History history = new History(connection, context.defaultSchema());
            if (!history.exists()) {
                connection.rollback();
                return List.of();
            }
            HistoryState state = history.read();
            List<HistoryEntry> repairs = database.source().repairs(state);
            for (HistoryEntry broken : repairs) {
                history.append(repair(broken, history.nextId(), context), state.schema());
                log.warn("Version {}: the present script {} is accepted", broken.version(), broken.script());
            }
            connection.commit();
            return repairs.stream().map(HistoryEntry::version).toList();
        });
    }

    /**
     * Runs jobs one after the other, each in a guarded run of its own, until none is left: for the ways to change a schema
     * that are no pending scripts. What was committed before a failure stays.
     *
     * @return the new rows of the history, in order
     */
    public List<HistoryEntry> guarded(NextJob next) {
        return withoutScripts(database -> guarded(database, next));
    }

    private static List<HistoryEntry> guarded(OpenDatabase database, NextJob next) throws SQLException {
        GuardedRun run = new GuardedRun(database.context());
        List<HistoryEntry> done = new ArrayList<>();
        SessionPin kept = SessionPin.keep(database.connection());
        try {
            Optional<HistoryEntry> entry;
            do {
                entry = run.run(database.connection(), next);
                entry.ifPresent(done::add);
            } while (entry.isPresent());
        } finally {
            kept.close();
        }
        if (!done.isEmpty()) {
            new ConcurrentIndexes(database.context()).build(database.connection());
        }
        return done;
    }

    /**
     * What {@link #migrate(Transition)} would run now; empty when the newest version is the second schema already. Changes
     * nothing.
     *
     * @throws HistoryException when the database is not what the first schema says, or was migrated by versioned scripts
     */
    public Optional<PlannedChange> plan(Transition transition) {
        return withoutScripts(database -> reading(database, (connection, history, defaultSchema) -> {
            Optional<Job> job = new TransitionJob(transition, new Baseline(database.context()))
                    .plan(connection, history, defaultSchema);
            if (job.isEmpty()) {
                return Optional.empty();
            }
            Plan plan = job.get().way().plan(connection, Catalog.read(connection, defaultSchema), defaultSchema);
            return Optional.of(planned(connection, job.get().pending(), plan, defaultSchema));
        }));
    }

    /**
     * Takes a step from one schema to another in a guarded run, and notes it as the next declarative version.
     *
     * @return the new row of the history; empty when the newest version is the second schema already
     * @throws HistoryException when the database is not what the first schema says, or was migrated by versioned scripts
     * @throws io.qail.error.DataLossException when records are at risk and the policy forbids it
     */
    public Optional<HistoryEntry> migrate(Transition transition) {
        return withoutScripts(database ->
                        guarded(database, new TransitionJob(transition, new Baseline(database.context()))).stream())
                .findFirst();
    }

    /**
     * The version to roll back to for a step from the schema that the database has to an earlier one of its history; empty
     * when the history has no such schema.
     *
     * @throws HistoryException when the history was made by versioned scripts
     */
    public Optional<String> versionOf(Transition back) {
        return reading((connection, history, defaultSchema) ->
                new EarlierVersion(back).find(connection, history, defaultSchema));
    }

    /** The way from the live database, whatever it is, to a schema. Changes nothing. */
    public PlannedChange planFromLive(Scripts.Declarative target) {
        return reading((connection, history, defaultSchema) -> {
            DeclaredSchema declared = new DeclaredSchema(target, defaultSchema);
            Schema live = Drift.live(connection, declared.schema(connection), defaultSchema)
                    .schema();
            Change change = declared.change(connection, live, Absence.DROPS);
            return planned(connection, null, LivePlan.of(connection, live, change, live, defaultSchema), defaultSchema);
        });
    }

    private PlannedChange planned(
            Connection connection, @Nullable PendingMigration migration, Plan plan, String defaultSchema)
            throws SQLException {
        return new PlannedChange(
                migration,
                plan,
                ImpactAnalysis.analyse(connection, plan, template.impact(), defaultSchema),
                defaultSchema);
    }

    /** What is not as the schema says, in the schemas that it names. Changes nothing. */
    public List<Difference> drift(Scripts.Declarative expected) {
        return reading((connection, history, defaultSchema) ->
                Drift.check(connection, new DeclaredSchema(expected, defaultSchema).schema(connection), defaultSchema));
    }

    /** The state of the database as far as it is known without scripts: nothing is pending. Reads only. */
    public MigrationInfo infoWithoutScripts(boolean drift) {
        return withoutScripts(database -> new StatusReport(database).info(drift));
    }

    /**
     * Deletes a snapshot, its files included. Blocks while another instance migrates.
     *
     * @return what went, and what that means; of nothing when there is no such snapshot
     */
    public Purge purge(long snapshot) {
        return withoutScripts(database -> {
            Connection connection = database.connection();
            String schema = database.context().defaultSchema();
            connection.setAutoCommit(false);
            AdvisoryLock.acquire(connection, database.context().locks(), schema);
            Purge purge = Snapshots.purge(
                    connection, schema, snapshot, database.context().snapshots(), !LiveShadow.isRetired(connection));
            connection.commit();
            return purge.deleteFiles(database.context().snapshots().directory());
        });
    }

    /** Work on the connection in a transaction under QAIL's settings, which is rolled back. */
    @FunctionalInterface
    public interface Reading<T> {

        /** The history is empty where there is none. */
        T read(Connection connection, HistoryState history, String defaultSchema) throws SQLException;
    }

    /** Looks at the database; changes nothing. */
    public <T> T reading(Reading<T> reading) {
        return withoutScripts(database -> reading(database, reading));
    }

    private static <T> T reading(OpenDatabase database, Reading<T> reading) throws SQLException {
        Connection connection = database.connection();
        HistoryState history = database.history();
        connection.setAutoCommit(false);
        SessionSettings.begin(
                connection, database.context().locks(), database.context().defaultSchema());
        T result = reading.read(connection, history, database.context().defaultSchema());
        connection.rollback();
        connection.setAutoCommit(true);
        return result;
    }

    /** Work on a connection in autocommit. */
    @FunctionalInterface
    public interface Visit<T> {

        T on(Connection connection, String defaultSchema) throws SQLException;
    }

    /** Opens a connection for work that needs neither scripts nor history. */
    public <T> T visiting(Visit<T> visit) {
        return withoutScripts(
                database -> visit.on(database.connection(), database.context().defaultSchema()));
    }

    /**
     * Work in a transaction of its own under the migration lock, which is committed. For what changes no managed object, and
     * therefore needs neither plan nor history. Blocks while another instance migrates.
     */
    public <T> T locked(Reading<T> work) {
        return withoutScripts(database -> {
            Connection connection = database.connection();
            connection.setAutoCommit(false);
            AdvisoryLock.acquire(
                    connection, database.context().locks(), database.context().defaultSchema());
            History history = new History(connection, database.context().defaultSchema());
            T result = work.read(
                    connection,
                    history.exists() ? history.read() : HistoryState.EMPTY,
                    database.context().defaultSchema());
            connection.commit();
            return result;
        });
    }

    private static HistoryEntry repair(HistoryEntry broken, long id, RunContext context) {
        return new HistoryEntry(
                id,
                broken.version(),
                broken.description(),
                HistoryType.REPAIR,
                broken.script(),
                broken.checksum(),
                0,
                "",
                context.options().application(),
                context.host(),
                context.clock().instant(),
                Duration.ZERO,
                0,
                List.of(),
                null,
                null,
                null);
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(OpenDatabase database) throws SQLException;
    }

    private <T> T with(Call<T> call) {
        Scripts found = scripts.find();
        return on(() -> OpenDatabase.open(template, found), call);
    }

    private <T> T withoutScripts(Call<T> call) {
        return on(() -> OpenDatabase.withoutScripts(template), call);
    }

    @FunctionalInterface
    private interface Opening {
        OpenDatabase open() throws SQLException;
    }

    private static <T> T on(Opening opening, Call<T> call) {
        try (OpenDatabase database = opening.open()) {
            return call.on(database);
        } catch (SQLException e) {
            throw SqlFailure.outsideVersion(e);
        } catch (DataAccessException e) {
            throw SqlMessage.behind(e)
                    .<RuntimeException>map(SqlFailure::outsideVersion)
                    .orElse(e);
        }
    }
}
