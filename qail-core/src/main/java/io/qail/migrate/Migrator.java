package io.qail.migrate;

import io.qail.error.HistoryException;
import io.qail.error.QailException;
import io.qail.history.AdvisoryLock;
import io.qail.history.History;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.HistoryType;
import io.qail.history.SessionPin;
import io.qail.history.SessionSettings;
import io.qail.schema.Schema;
import io.qail.script.ScriptFinder;
import io.qail.script.Scripts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                                + first.script() + "), and qail.mode is validate",
                        "Migrate the database (qail.mode=migrate) before this application starts. Nothing was changed.");
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
        return withoutScripts(database -> {
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
        return withoutScripts(database -> {
            Connection connection = database.connection();
            HistoryState history = database.history();
            connection.setAutoCommit(false);
            SessionSettings.begin(
                    connection, database.context().locks(), database.context().defaultSchema());
            T result = reading.read(connection, history, database.context().defaultSchema());
            connection.rollback();
            connection.setAutoCommit(true);
            return result;
        });
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
        return with(scripts.find(), call);
    }

    private <T> T withoutScripts(Call<T> call) {
        return with(new Scripts.Versioned(List.of()), call);
    }

    private <T> T with(Scripts found, Call<T> call) {
        try (OpenDatabase database = OpenDatabase.open(template, found)) {
            return call.on(database);
        } catch (SQLException e) {
            throw SqlFailure.outsideVersion(e);
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof SQLException cause) {
                throw SqlFailure.outsideVersion(cause);
            }
            throw e;
        }
    }
}
