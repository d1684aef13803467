package io.qail.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of {@code _qail_snapshots}. */
final class Manifests {

    private static final String COLUMNS = "id, migration_id, migration_version, store, location, items, records, bytes,"
            + " host, database, server_version, lc_monetary, dependents, created_at";

    /** Through JSON, because a table that an earlier version made lacks the columns until the next snapshot. */
    private static final String ORIGIN = ", pg_catalog.to_jsonb(m) ->> 'token' AS token,"
            + " pg_catalog.to_jsonb(m) ->> 'system_identifier' AS system_identifier,"
            + " coalesce((pg_catalog.to_jsonb(m) ->> 'database_oid')::bigint, 0) AS database_oid";

    private final Connection connection;
    private final String table;

    Manifests(Connection connection, String defaultSchema) {
        this.connection = connection;
        this.table = SnapshotTables.manifests(defaultSchema).sql();
    }

    void insert(SnapshotManifest manifest) throws SQLException {
        String sql = "INSERT INTO " + table + " (" + COLUMNS
                + ", token, system_identifier, database_oid) OVERRIDING SYSTEM VALUE"
                + " VALUES (?, ?, ?, ?, ?, ?::pg_catalog.jsonb, ?, ?, ?, ?, ?, ?, ?::pg_catalog.jsonb, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, manifest.id());
            statement.setLong(2, manifest.migrationId());
            statement.setString(3, manifest.version());
            statement.setString(4, manifest.store());
            statement.setString(5, manifest.location());
            statement.setString(6, ManifestJson.write(manifest.items()));
            statement.setLong(7, manifest.records());
            statement.setLong(8, manifest.bytes());
            statement.setString(9, manifest.host());
            statement.setString(10, manifest.database());
            statement.setString(11, manifest.serverVersion());
            statement.setString(12, manifest.lcMonetary());
            statement.setString(13, ManifestJson.write(manifest.dependents()));
            statement.setObject(14, manifest.createdAt().atOffset(java.time.ZoneOffset.UTC));
            SnapshotOrigin origin = manifest.origin();
            statement.setString(15, origin == null ? null : origin.token());
            statement.setString(16, origin == null ? null : origin.system());
            statement.setObject(17, origin == null ? null : (Long) origin.databaseOid(), java.sql.Types.BIGINT);
            statement.executeUpdate();
        }
    }

    List<SnapshotManifest> all() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + COLUMNS + ", restored_at" + ORIGIN + " FROM " + table + " AS m ORDER BY id")) {
            return read(statement);
        }
    }

    Optional<SnapshotManifest> find(long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + COLUMNS + ", restored_at" + ORIGIN + " FROM " + table + " AS m WHERE id = ?")) {
            statement.setLong(1, id);
            return read(statement).stream().findFirst();
        }
    }

    void markRestored(long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE " + table + " SET restored_at = pg_catalog.clock_timestamp() WHERE id = ?")) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    void delete(long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + table + " WHERE id = ?")) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    private static List<SnapshotManifest> read(PreparedStatement statement) throws SQLException {
        List<SnapshotManifest> manifests = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                OffsetDateTime restored = row.getObject("restored_at", OffsetDateTime.class);
                manifests.add(new SnapshotManifest(
                        row.getLong("id"),
                        row.getLong("migration_id"),
                        row.getString("migration_version"),
                        row.getString("store"),
                        row.getString("location"),
                        ManifestJson.items(row.getString("items")),
                        row.getLong("records"),
                        row.getLong("bytes"),
                        row.getString("host"),
                        row.getString("database"),
                        row.getString("server_version"),
                        row.getString("lc_monetary"),
                        ManifestJson.strings(row.getString("dependents")),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        restored == null ? null : restored.toInstant(),
                        row.getString("token") == null || row.getString("system_identifier") == null
                                ? null
                                : new SnapshotOrigin(
                                        row.getString("system_identifier"),
                                        row.getLong("database_oid"),
                                        row.getString("token"))));
            }
        }
        return manifests;
    }
}
