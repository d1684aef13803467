package io.qail.snapshot;

import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The two tables of snapshots, in the default schema. */
final class SnapshotTables {

    static final String DATA = "_qail_data_snapshots";
    static final String MANIFESTS = "_qail_snapshots";

    private SnapshotTables() {}

    static ObjectName data(String defaultSchema) {
        return ObjectName.of(defaultSchema, DATA);
    }

    static ObjectName manifests(String defaultSchema) {
        return ObjectName.of(defaultSchema, MANIFESTS);
    }

    static boolean exist(Connection connection, String defaultSchema) throws SQLException {
        return exists(connection, manifests(defaultSchema)) && exists(connection, data(defaultSchema));
    }

    static void create(Connection connection, String defaultSchema) throws SQLException {
        ObjectName manifests = manifests(defaultSchema);
        if (!exists(connection, manifests)) {
            execute(connection, "CREATE TABLE " + manifests.sql() + """
                     (
                        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                        migration_id BIGINT NOT NULL,
                        migration_version VARCHAR(255) NOT NULL,
                        store VARCHAR(50) NOT NULL,
                        location TEXT NOT NULL,
                        items JSONB NOT NULL,
                        records BIGINT NOT NULL,
                        bytes BIGINT NOT NULL,
                        host TEXT NOT NULL,
                        database TEXT NOT NULL,
                        server_version TEXT NOT NULL,
                        lc_monetary TEXT NOT NULL,
                        dependents JSONB NOT NULL,
                        created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
                        restored_at TIMESTAMPTZ,
                        token TEXT,
                        system_identifier TEXT,
                        database_oid BIGINT)
                    """.strip());
            PrivateTable.make(connection, manifests);
        } else if (!hasToken(connection, manifests)) {
            execute(
                    connection,
                    "ALTER TABLE " + manifests.sql()
                            + " ADD token TEXT, ADD system_identifier TEXT, ADD database_oid BIGINT");
        }
        ObjectName data = data(defaultSchema);
        if (!exists(connection, data)) {
            // No foreign key and no second index: either would cost as much as the snapshot. The manifest keeps the
            // ids.
            execute(connection, "CREATE TABLE " + data.sql() + """
                     (
                        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                        migration_version VARCHAR(255) NOT NULL,
                        table_name VARCHAR(255) NOT NULL,
                        column_name VARCHAR(255),
                        row_id TEXT NOT NULL,
                        value_json JSONB NOT NULL,
                        snapshot_type VARCHAR(50) NOT NULL,
                        created_at TIMESTAMPTZ DEFAULT NOW(),
                        snapshot_id BIGINT NOT NULL)
                    """.strip());
            PrivateTable.make(connection, data);
        }
    }

    private static boolean exists(Connection connection, ObjectName table) throws SQLException {
        // Not to_regclass: it may miss a table that was committed while this transaction waited for the migration lock.
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = ? AND c.relname = ?)""")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static boolean hasToken(Connection connection, ObjectName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                    WHERE n.nspname = ? AND c.relname = ? AND a.attname = 'token')""")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
