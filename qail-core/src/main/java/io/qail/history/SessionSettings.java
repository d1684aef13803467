package io.qail.history;

import io.qail.error.EnvironmentException;
import io.qail.schema.Identifier;
import io.qail.schema.SqlLiteral;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says under which settings QAIL's transactions run. All are LOCAL: they end with the transaction, so
 * a pooled connection goes back as it came.
 */
public final class SessionSettings {

    /** Values under which rows can get lost or references stay unchecked. Only a superuser can set these, or set them back. */
    private static final Map<String, String> SUPERUSER =
            Map.of("session_replication_role", "origin", "zero_damaged_pages", "off", "ignore_checksum_failure", "off");

    private SessionSettings() {}

    /**
     * Begins a transaction on a connection without auto-commit and pins its settings. The isolation level comes first: a
     * READ COMMITTED statement sees every row committed before the lock was had, an inherited REPEATABLE READ does not.
     */
    public static void begin(Connection connection, LockOptions locks, String defaultSchema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
        }
        apply(connection, settings(locks, defaultSchema), true);
    }

    /**
     * The same for a transaction that sees one moment of the database all the time.
     *
     * @param snapshot of {@code pg_export_snapshot}, to see what another transaction sees; null for the present moment
     */
    public static void beginSnapshot(
            Connection connection, @Nullable String snapshot, LockOptions locks, String defaultSchema)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE");
            if (snapshot != null) {
                statement.execute("SET TRANSACTION SNAPSHOT " + SqlLiteral.quote(snapshot));
            }
        }
        apply(connection, settings(locks, defaultSchema), true);
    }

    /** Pins the settings of a running transaction once more: a {@code sql} block of a script may have changed them. */
    public static void pinAgain(Connection connection, LockOptions locks, String defaultSchema) throws SQLException {
        apply(connection, settings(locks, defaultSchema), true);
    }

    /** Pins the settings of a session in auto-commit, which the caller sets back, under further ones of its own. */
    static void pinSession(Connection connection, LockOptions locks, String defaultSchema, Map<String, String> further)
            throws SQLException {
        Map<String, String> settings = settings(locks, defaultSchema);
        settings.putAll(further);
        apply(connection, settings, false);
    }

    /** What {@code docs/sessions.md} lists; the reason of each is said there. */
    private static Map<String, String> settings(LockOptions locks, String defaultSchema) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("lock_timeout", locks.lockTimeout().toMillis() + "ms");
        settings.put("statement_timeout", locks.statementTimeout().toMillis() + "ms");
        // PostgreSQL 17: a limit for whole transactions would end a long migration in the middle.
        settings.put("transaction_timeout", "0");
        settings.put("idle_in_transaction_session_timeout", "0");
        // Without it a killed JVM leaves ACCESS EXCLUSIVE held until the running statement ends.
        settings.put("client_connection_check_interval", "2s");
        // With these the server notices within two minutes that a client is gone which said no word of it.
        settings.put("tcp_keepalives_idle", "60");
        settings.put("tcp_keepalives_interval", "10");
        settings.put("tcp_keepalives_count", "6");
        settings.put("exit_on_error", "off");
        // A policy must never make a count or a copy partial; with off PostgreSQL raises an error instead.
        settings.put("row_security", "off");
        settings.put("restrict_nonsystem_relation_kind", "");
        // Another value lets index scans return a random part of the rows.
        settings.put("gin_fuzzy_search_limit", "0");
        settings.put("TimeZone", "UTC");
        settings.put("timezone_abbreviations", "Default");
        settings.put("DateStyle", "ISO");
        settings.put("IntervalStyle", "postgres");
        settings.put("bytea_output", "hex");
        settings.put("extra_float_digits", "1");
        settings.put("xmloption", "content");
        settings.put("xmlbinary", "base64");
        settings.put("array_nulls", "on");
        settings.put("standard_conforming_strings", "on");
        settings.put("escape_string_warning", "on");
        settings.put("backslash_quote", "safe_encoding");
        settings.put("transform_null_equals", "off");
        settings.put("quote_all_identifiers", "off");
        settings.put("check_function_bodies", "on");
        settings.put("default_table_access_method", "heap");
        // With off the server may lose a commit that QAIL reported; every other level stays as it is.
        settings.put("synchronous_commit", "on");
        // Below it the server sends its debug output to the client, and the driver collects it.
        settings.put("client_min_messages", "notice");
        settings.putAll(SUPERUSER);
        settings.put("search_path", searchPath(defaultSchema));
        return settings;
    }

    /** The path that user text runs under. */
    public static String searchPath(String defaultSchema) {
        String own = Identifier.quote(defaultSchema);
        return own.equals("public") ? own : own + ", public";
    }

    /**
     * One statement for all; a setting that this server does not know is left out, and so is the connection check where
     * the server's operating system cannot do it and PostgreSQL refuses any value but 0. What the role may not set is left
     * as it is where it has the value already.
     *
     * @throws EnvironmentException where a setting that the role may not change has a dangerous value
     */
    private static void apply(Connection connection, Map<String, String> settings, boolean local) throws SQLException {
        String sql = "SELECT v.name FROM ROWS FROM (pg_catalog.unnest(?), pg_catalog.unnest(?)) AS v(name, value)"
                + " JOIN pg_catalog.pg_settings s ON pg_catalog.lower(s.name) = pg_catalog.lower(v.name)"
                + " WHERE (s.name <> 'client_connection_check_interval'"
                + " OR pg_catalog.version() !~* '(windows|visual c|mingw|apple-darwin)')"
                + " AND (s.name <> 'synchronous_commit' OR s.setting = 'off')"
                + " AND CASE WHEN s.context = 'user' OR (SELECT r.rolsuper FROM pg_catalog.pg_roles r"
                + " WHERE r.rolname = CURRENT_USER)"
                + " THEN pg_catalog.set_config(s.name, v.value, ?) IS NULL ELSE s.setting <> v.value END";
        List<String> refused = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("text", settings.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("text", settings.values().toArray()));
            statement.setBoolean(3, local);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    refused.add(result.getString(1));
                }
            }
        }
        for (String name : refused) {
            setOrRefuse(connection, name, settings.getOrDefault(name, ""));
        }
    }

    /** A role that is no superuser can have been granted the right to set a single one. */
    private static void setOrRefuse(Connection connection, String name, String value) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL " + Identifier.quote(name) + " TO " + SqlLiteral.quote(value));
        } catch (SQLException e) {
            throw new EnvironmentException(
                    "The setting " + name + " is not " + value
                            + " in this session, and the role may not change it. Under it"
                            + " rows could get lost unnoticed.",
                    "Take it away from the role and the database (ALTER ROLE … RESET " + name
                            + ", ALTER DATABASE … RESET " + name + "). Nothing was changed.",
                    e);
        }
    }
}
