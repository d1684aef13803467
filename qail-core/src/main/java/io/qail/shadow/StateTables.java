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
                    primary_name text NOT NULL,
                    primary_oid oid NOT NULL,
                    shadow_oid oid,
                    clone_oid oid,
                    system_identifier text NOT NULL,
                    token text NOT NULL,
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

    private static List<String> columns(Session session) throws SQLException {
        return session.strings("SELECT a.attname FROM pg_catalog.pg_class c"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
                + " WHERE n.nspname = '" + SCHEMA + "' AND c.relname = 'state' AND a.attnum > 0");
    }

    static Optional<State> read(Session session) throws SQLException {
        List<String> columns = columns(session);
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        // A state without a token was written before there was one: it proves nothing, and counts as a copied one.
        boolean old = !columns.contains("token");
        return session
                .list(
                        "SELECT shadow, " + (old ? "''" : "primary_name") + ", primary_oid, shadow_oid, "
                                + (old ? "'', ''" : "system_identifier, token")
                                + ", default_schema, phase, versions, plan_hash, fingerprint, history, since FROM "
                                + SCHEMA + ".state",
                        row -> new State(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getObject(4, Long.class),
                                old ? "before tokens" : row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                ShadowPhase.valueOf(row.getString(8)),
                                strings(row, 9),
                                row.getString(10),
                                row.getString(11),
                                row.getLong(12),
                                row.getObject(13, OffsetDateTime.class).toInstant()))
                .stream()
                .findFirst();
    }

    static void write(Session session, State state) throws SQLException {
        session.update("DELETE FROM " + SCHEMA + ".state");
        session.update(
                "INSERT INTO " + SCHEMA + ".state"
                        + " (shadow, primary_name, primary_oid, shadow_oid, system_identifier, token, default_schema,"
                        + " phase, versions, plan_hash, fingerprint, history)"
                        + " VALUES (?, ?, ?::oid, ?::oid, ?, ?, ?, ?, ?, ?, ?, ?)",
                state.shadow(),
                state.primary(),
                String.valueOf(state.primaryOid()),
                state.shadowOid() == null ? null : String.valueOf(state.shadowOid()),
                state.system(),
                state.token(),
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

    /** Notes the name that a promotion gives away, and takes: who has it serves. */
    static void servesAs(Session session, String name) throws SQLException {
        session.update("UPDATE " + SCHEMA + ".state SET primary_name = ? WHERE primary_name <> ?", name, name);
    }

    /** Says of the session's database that QAIL made it as the test clone. */
    static void isClone(Session clone, long oid) throws SQLException {
        clone.update("UPDATE " + SCHEMA + ".state SET clone_oid = ?::oid", String.valueOf(oid));
    }

    static boolean isClone(Session clone) throws SQLException {
        return clone.isTrue("SELECT EXISTS (SELECT FROM " + SCHEMA + ".state s JOIN pg_catalog.pg_database d"
                + " ON d.oid = s.clone_oid WHERE d.datname = pg_catalog.current_database())");
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
