package io.qail.shadow;

import io.qail.schema.ObjectName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schema {@code _qail_shadow}: in the primary the state and the marks, in the shadow the state, the tables that travel,
 * the sequences, and the statements that are still to be run.
 */
final class StateTables {

    static final String SCHEMA = "_qail_shadow";

    /** When a statement of the shadow is run. */
    enum Moment {
        /** After the rows of its table were copied. */
        AFTER_COPY,
        /** During a validation: a name, and how many rows are wrong. */
        CHECK,
        /** While writers wait, right before the switch. */
        FINISH,
        /** Takes {@link #FINISH} back, when the switch failed. */
        UNFINISH,
        /** After the switch, while the new database serves. */
        AFTER_SWITCH
    }

    /** A statement, and the table whose copy it waits for. */
    record Step(Moment moment, @Nullable ObjectName table, String sql) {}

    private StateTables() {}

    /** Makes the schema with what a primary has in it. */
    static void createState(Session session) throws SQLException {
        session.execute("CREATE SCHEMA " + SCHEMA);
        session.execute("CREATE TABLE " + SCHEMA + """
                .state (
                    id boolean PRIMARY KEY DEFAULT true CHECK (id),
                    shadow text NOT NULL,
                    primary_oid oid NOT NULL,
                    shadow_oid oid,
                    default_schema text NOT NULL,
                    phase text NOT NULL,
                    versions text[] NOT NULL,
                    plan_hash text NOT NULL,
                    fingerprint text NOT NULL,
                    history bigint NOT NULL,
                    finished boolean NOT NULL DEFAULT false,
                    since timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp())""");
    }

    /** Makes what only a shadow has. */
    static void createTables(Session session) throws SQLException {
        session.execute("CREATE TABLE " + SCHEMA + """
                .tables (
                    number int PRIMARY KEY,
                    source_schema text NOT NULL,
                    source_name text NOT NULL,
                    target_schema text NOT NULL,
                    target_name text NOT NULL,
                    head text NOT NULL,
                    tail text NOT NULL,
                    columns text[] NOT NULL,
                    source_key text[] NOT NULL,
                    target_key text[] NOT NULL,
                    parted boolean NOT NULL,
                    copied boolean NOT NULL DEFAULT false)""");
        session.execute("CREATE TABLE " + SCHEMA + """
                .steps (
                    number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    moment text NOT NULL,
                    table_schema text,
                    table_name text,
                    sql text NOT NULL)""");
        session.execute("CREATE TABLE " + SCHEMA + """
                .sequences (
                    source text NOT NULL,
                    target text NOT NULL)""");
    }

    static boolean exist(Session session) throws SQLException {
        return session.isTrue("SELECT EXISTS (SELECT FROM pg_catalog.pg_class c"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = '" + SCHEMA + "' AND c.relname = 'state')");
    }

    static Optional<State> read(Session session) throws SQLException {
        if (!exist(session)) {
            return Optional.empty();
        }
        return session
                .list(
                        "SELECT shadow, primary_oid, shadow_oid, default_schema, phase, versions, plan_hash, fingerprint, history, since"
                                + " FROM " + SCHEMA + ".state",
                        row -> new State(
                                row.getString(1),
                                row.getLong(2),
                                row.getObject(3, Long.class),
                                row.getString(4),
                                ShadowPhase.valueOf(row.getString(5)),
                                strings(row, 6),
                                row.getString(7),
                                row.getString(8),
                                row.getLong(9),
                                row.getObject(10, OffsetDateTime.class).toInstant()))
                .stream()
                .findFirst();
    }

    static void write(Session session, State state) throws SQLException {
        session.update("DELETE FROM " + SCHEMA + ".state");
        session.update(
                "INSERT INTO " + SCHEMA + ".state"
                        + " (shadow, primary_oid, shadow_oid, default_schema, phase, versions, plan_hash, fingerprint,"
                        + " history) VALUES (?, ?::oid, ?::oid, ?, ?, ?, ?, ?, ?)",
                state.shadow(),
                String.valueOf(state.primaryOid()),
                state.shadowOid() == null ? null : String.valueOf(state.shadowOid()),
                state.defaultSchema(),
                state.phase().name(),
                state.versions(),
                state.planHash(),
                state.fingerprint(),
                state.history());
    }

    static void phase(Session session, ShadowPhase phase) throws SQLException {
        session.update("UPDATE " + SCHEMA + ".state SET phase = ?, since = pg_catalog.clock_timestamp()", phase.name());
    }

    static boolean finished(Session shadow) throws SQLException {
        return shadow.isTrue("SELECT finished FROM " + SCHEMA + ".state");
    }

    static void finished(Session shadow, boolean finished) throws SQLException {
        shadow.update("UPDATE " + SCHEMA + ".state SET finished = ?", finished);
    }

    static void add(Session shadow, ShadowTable table) throws SQLException {
        shadow.update(
                "INSERT INTO " + SCHEMA + ".tables VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                table.number(),
                table.source().schema(),
                table.source().name(),
                table.target().schema(),
                table.target().name(),
                table.head(),
                table.tail(),
                table.columns(),
                table.sourceKey(),
                table.targetKey(),
                table.parted());
    }

    static List<ShadowTable> tables(Session shadow) throws SQLException {
        return tables(shadow, "");
    }

    static List<ShadowTable> notCopied(Session shadow) throws SQLException {
        return tables(shadow, " WHERE NOT copied");
    }

    private static List<ShadowTable> tables(Session shadow, String where) throws SQLException {
        return shadow.list(
                "SELECT * FROM " + SCHEMA + ".tables" + where + " ORDER BY number",
                row -> new ShadowTable(
                        row.getInt("number"),
                        ObjectName.of(row.getString("source_schema"), row.getString("source_name")),
                        ObjectName.of(row.getString("target_schema"), row.getString("target_name")),
                        row.getString("head"),
                        row.getString("tail"),
                        strings(row, 8),
                        strings(row, 9),
                        strings(row, 10),
                        row.getBoolean("parted")));
    }

    static void copied(Session shadow, ShadowTable table) throws SQLException {
        shadow.update("UPDATE " + SCHEMA + ".tables SET copied = true WHERE number = ?", table.number());
    }

    static void add(Session shadow, Step step) throws SQLException {
        ObjectName table = step.table();
        shadow.update(
                "INSERT INTO " + SCHEMA + ".steps (moment, table_schema, table_name, sql) VALUES (?, ?, ?, ?)",
                step.moment().name(),
                table == null ? null : table.schema(),
                table == null ? null : table.name(),
                step.sql());
    }

    static List<String> steps(Session shadow, Moment moment) throws SQLException {
        return shadow.strings("SELECT sql FROM " + SCHEMA + ".steps WHERE moment = ? ORDER BY number", moment.name());
    }

    static List<String> afterCopy(Session shadow, ObjectName table) throws SQLException {
        return shadow.strings(
                "SELECT sql FROM " + SCHEMA + ".steps WHERE moment = ? AND table_schema = ? AND table_name = ?"
                        + " ORDER BY number",
                Moment.AFTER_COPY.name(),
                table.schema(),
                table.name());
    }

    private static List<String> strings(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }
}
