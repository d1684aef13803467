package io.qail.shadow;

import io.qail.catalog.Catalog;
import io.qail.catalog.DatabaseIdentity;
import io.qail.catalog.LiveSchema;
import io.qail.drift.Difference;
import io.qail.drift.SchemaComparison;
import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.history.History;
import io.qail.plan.Change;
import io.qail.plan.Planner;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.shadow.StateTables.Moment;
import io.qail.shadow.StateTables.Step;
import io.qail.snapshot.Snapshots;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the shadow and begins to capture.
 *
 * <ol>
 *   <li>A database with the properties of the primary; nobody but its owner may enter.
 *   <li>The primary's schema as it is, without rows; the catalogs of both are compared.
 *   <li>The pending versions, by the same guarded run that would migrate the primary.
 *   <li>Indexes, keys, foreign keys and triggers are taken away again until the rows are there.
 *   <li>Capture on the primary, one table after the other.
 * </ol>
 */
final class Creation {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private static final String HISTORY = "_qail_migrations";

    private final ShadowContext context;
    private final Survey survey;
    private final Session primary;

    Creation(ShadowContext context, Survey survey, Session primary) {
        this.context = context;
        this.survey = survey;
        this.primary = primary;
    }

    void run() throws SQLException {
        String name = context.shadowName();
        log.info("[1/4] Creating shadow database {} …", name);
        context.tell(listener -> listener.step(1, 4, "Creating shadow database: " + name));
        State state = createDatabase(begin());
        try (Session shadow = context.open(name)) {
            List<String> versions = survey.plan().versions().stream()
                    .map(version -> version.migration().version())
                    .toList();
            log.info(
                    "[2/4] Applying schema … {}",
                    versions.isEmpty() ? "as it is" : "versions " + String.join(", ", versions));
            context.tell(listener -> listener.step(2, 4, "Applying schema"));
            applyPresentSchema(shadow);
            migrate(versions);
            List<ShadowTable> tables = prepare(shadow, state);
            new Capture(primary, context.locks()).install(tables);
            Access.ofState(shadow, context.defaultSchema());
            StateTables.phase(primary, ShadowPhase.CREATED);
            log.info("[2/4] ✓ {} tables, changes are captured", tables.size());
        }
    }

    private State begin() throws SQLException {
        primary.begin();
        StateTables.createState(primary);
        Fingerprint.record(primary);
        if (!Fingerprint.of(primary).equals(survey.fingerprint())) {
            throw new HistoryException(
                    "The primary's schema was changed while the shadow was planned",
                    "Create the shadow again. Nothing was created.");
        }
        CaptureGuard.create(primary);
        Access.ofState(primary, context.defaultSchema());
        DatabaseIdentity own = DatabaseIdentity.read(primary.connection());
        State state = new State(
                context.shadowName(),
                own.name(),
                own.oid(),
                null,
                own.system(),
                Tokens.random(),
                context.defaultSchema(),
                ShadowPhase.CREATING,
                survey.plan().versions().stream()
                        .map(version -> version.migration().version())
                        .toList(),
                survey.plan().hash(),
                survey.fingerprint(),
                survey.history(),
                context.clock().instant());
        StateTables.write(primary, state);
        primary.commit();
        return state;
    }

    /** Until it has its state, its name alone can prove whose it is: after a crash nothing else tells. */
    private State createDatabase(State begun) throws SQLException {
        String born = begun.birthName();
        try (Session maintenance = context.maintenance()) {
            maintenance.execute("CREATE DATABASE " + Identifier.quote(born)
                    + survey.properties().options());
            maintenance.execute("REVOKE ALL ON DATABASE " + Identifier.quote(born) + " FROM PUBLIC");
            State state;
            try (Session shadow = context.open(born)) {
                state = begun.with(DatabaseIdentity.read(shadow.connection()).oid(), ShadowPhase.CREATING);
                StateTables.write(primary, state);
                shadow.begin();
                StateTables.createState(shadow);
                StateTables.write(shadow, state);
                shadow.commit();
            }
            maintenance.execute("ALTER DATABASE " + Identifier.quote(born) + " RENAME TO "
                    + Identifier.quote(context.shadowName()));
            for (String statement : survey.properties().statements(context.shadowName())) {
                maintenance.execute(statement);
            }
            return state;
        }
    }

    /** The primary's schema without rows; after this both catalogs must say the same. */
    private void applyPresentSchema(Session shadow) throws SQLException {
        Schema live = survey.live().schema();
        shadow.begin();
        Schema born = Catalog.read(shadow.connection(), context.defaultSchema()).schema();
        if (!context.defaultSchema().equals("public") && !live.schemas().contains(context.defaultSchema())) {
            shadow.execute("CREATE SCHEMA IF NOT EXISTS " + Identifier.quote(context.defaultSchema()));
        }
        for (String statement : Planner.plan(born, Change.to(live)).statements()) {
            shadow.execute(statement);
        }
        shadow.commit();
        Owners.copy(primary, shadow);
        shadow.begin();
        LiveSchema made = Catalog.read(shadow.connection(), context.defaultSchema());
        shadow.rollback();
        List<Difference> differences = SchemaComparison.compare(live, made.schema());
        if (!differences.isEmpty()) {
            throw new EnvironmentException(
                    "The shadow would not be what the primary is:\n    "
                            + differences.stream()
                                    .map(d -> d.object().kind() + " "
                                            + d.object().display(context.defaultSchema()) + ": " + d.detail())
                                    .collect(Collectors.joining("\n    ")),
                    "Report this with the definition of the object. The primary is as it was.");
        }
        ownTables(shadow);
    }

    private void ownTables(Session shadow) throws SQLException {
        shadow.begin();
        new History(shadow.connection(), context.defaultSchema()).createTable(shadow.connection());
        if (exists(primary, "_qail_snapshots")) {
            Snapshots.createTables(shadow.connection(), context.defaultSchema());
        }
        if (exists(primary, HISTORY)) {
            copyHistory(shadow);
        }
        shadow.commit();
        // Once more: whoever makes a shadow, QAIL's tables stay those of the role that migrates.
        Owners.copy(primary, shadow);
        Access.copy(primary, shadow);
        List<String> differences = new ArrayList<>(Owners.differences(primary, shadow));
        differences.addAll(Access.differences(primary, shadow));
        if (!differences.isEmpty()) {
            throw new EnvironmentException(
                    "Owners and privileges in the shadow would not be those of the primary:\n    "
                            + String.join("\n    ", differences),
                    "Create the shadow as a role that may grant these. The primary is as it was.");
        }
    }

    private void copyHistory(Session shadow) throws SQLException {
        ObjectName history = ObjectName.of(context.defaultSchema(), HISTORY);
        String columns = columns(history);
        primary.pipe("SELECT " + columns + " FROM " + history.sql(), shadow, history.sql() + " (" + columns + ")");
        shadow.execute("SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('"
                + history.sql().replace("'", "''") + "', 'id'), pg_catalog.max(id)) FROM " + history.sql());
    }

    private String columns(ObjectName table) throws SQLException {
        return ShadowTable.list(primary.strings(
                "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = ?::pg_catalog.regclass AND attnum > 0"
                        + " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
                table.sql()));
    }

    private boolean exists(Session session, String table) throws SQLException {
        return session.isTrue(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relname = ?)",
                context.defaultSchema(),
                table);
    }

    private void migrate(List<String> versions) {
        if (versions.isEmpty()) {
            return;
        }
        List<String> applied = context
                .target()
                .migrate(context.configuration()
                        .forDatabase(
                                new ShadowDataSource(context.connections(), context.shadowName()),
                                context.configuration().migrate().withDefaultSchema(context.defaultSchema())))
                .stream()
                .map(entry -> entry.version())
                .toList();
        if (!applied.equals(versions)) {
            throw new EnvironmentException(
                    "Versions " + versions + " were planned, and " + applied + " were applied to the shadow",
                    "Somebody changed the scripts at the same time. Start again. The primary is as it was.");
        }
    }

    private List<ShadowTable> prepare(Session shadow, State state) throws SQLException {
        shadow.begin();
        Schema target =
                Catalog.read(shadow.connection(), context.defaultSchema()).schema();
        Reduction reduction = Reduction.of(shadow, target);
        for (String statement : reduction.drops()) {
            shadow.execute(statement);
        }
        StateTables.createTables(shadow);
        List<ShadowTable> tables = new ArrayList<>(survey.mappings().tables(target));
        Sequences.pair(primary, shadow, survey.live().schema(), target, survey.mappings());
        addSnapshotTables(shadow, tables);
        for (ShadowTable table : tables) {
            StateTables.add(shadow, table);
        }
        for (Step step : reduction.steps()) {
            StateTables.add(shadow, step);
        }
        for (String statement : Sequences.advancing(shadow, target, tables)) {
            StateTables.add(shadow, new Step(Moment.FINISH, null, statement));
        }
        keyIndexes(shadow, target, tables);
        StateTables.write(shadow, state.with(state.shadowOid(), ShadowPhase.CREATED));
        shadow.commit();
        return tables;
    }

    /** QAIL's own tables, which no schema knows. */
    private void addSnapshotTables(Session shadow, List<ShadowTable> tables) throws SQLException {
        for (String name : List.of("_qail_snapshots", "_qail_data_snapshots")) {
            ObjectName table = ObjectName.of(context.defaultSchema(), name);
            if (exists(primary, name) && exists(shadow, name)) {
                // Whose the files are does not travel: a promotion hands them over.
                List<String> names = primary.strings(
                        "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = ?::pg_catalog.regclass"
                                + " AND attnum > 0 AND NOT attisdropped AND attname <> 'database_oid' ORDER BY attnum",
                        table.sql());
                tables.add(new ShadowTable(
                        tables.size() + 1,
                        table,
                        table,
                        "SELECT " + ShadowTable.list(names) + " FROM " + table.sql(),
                        "",
                        names,
                        List.of("id"),
                        List.of("id"),
                        false));
                String sequence = "SELECT pg_catalog.pg_get_serial_sequence(?, 'id')";
                Sequences.add(
                        shadow,
                        primary.strings(sequence, table.sql()).get(0),
                        shadow.strings(sequence, table.sql()).get(0));
            }
        }
    }

    /** Rounds find rows by their key; where the target has no index that begins with it, one is made for as long. */
    private static void keyIndexes(Session shadow, Schema target, List<ShadowTable> tables) throws SQLException {
        for (ShadowTable table : tables) {
            if (!table.keyless() && !KeyIndex.exists(target, table)) {
                String name = "_qail_shadow_key_" + table.number();
                StateTables.add(
                        shadow,
                        new Step(
                                Moment.AFTER_COPY,
                                table.target(),
                                "CREATE INDEX " + name + " ON " + table.target().sql() + " ("
                                        + ShadowTable.list(table.targetKey()) + ")"));
                StateTables.add(
                        shadow,
                        new Step(
                                Moment.AFTER_SWITCH,
                                null,
                                "DROP INDEX IF EXISTS "
                                        + table.target().withName(name).sql()));
            }
        }
    }
}
