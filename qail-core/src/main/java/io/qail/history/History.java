package io.qail.history;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.snapshot.PrivateTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Reads and appends to {@code _qail_migrations} in the default schema. Rows are never changed or deleted. */
public final class History {

    private final JdbcClient jdbc;
    private final String table;
    private final String schema;

    public History(Connection connection, String defaultSchema) {
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        this.schema = defaultSchema;
        this.table = Identifier.quote(defaultSchema) + "._qail_migrations";
    }

    /**
     * Whether the table is there. Reads the catalog itself: {@code to_regclass} may answer from what this session looked
     * up before, and would miss a table that was committed since the transaction began, while its lock was waited for.
     */
    public boolean exists() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
                        + " ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = '_qail_migrations')")
                .param(schema)
                .query(Boolean.class)
                .single();
    }

    /** Makes the table; only under the migration lock. */
    public void createTable(Connection connection) throws SQLException {
        jdbc.sql("CREATE TABLE IF NOT EXISTS " + table + """
                         (
                            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                            version VARCHAR(255) NOT NULL,
                            description VARCHAR(255) NOT NULL,
                            type VARCHAR(50) NOT NULL,
                            script TEXT NOT NULL,
                            checksum VARCHAR(64) NOT NULL,
                            statements INTEGER NOT NULL,
                            schema TEXT NOT NULL,
                            installed_by VARCHAR(255) NOT NULL DEFAULT CURRENT_USER,
                            application VARCHAR(255) NOT NULL,
                            host VARCHAR(255) NOT NULL,
                            started_at TIMESTAMPTZ NOT NULL,
                            duration_ms BIGINT NOT NULL,
                            records_at_risk BIGINT NOT NULL,
                            impact JSONB NOT NULL,
                            backup_mode VARCHAR(50),
                            snapshot_id BIGINT,
                            snapshot_location TEXT)""").update();
        PrivateTable.make(connection, ObjectName.of(schema, "_qail_migrations"));
    }

    /** Every row in order, and the schema after the last one. One query. */
    public HistoryState read() {
        List<HistoryEntry> entries = new ArrayList<>();
        String[] schema = {""};
        jdbc.sql("SELECT h.*, CASE WHEN h.id = pg_catalog.max(h.id) OVER () THEN h.schema ELSE '' END AS latest_schema"
                                .replace("h.*", COLUMNS)
                        + " FROM " + table + " h ORDER BY h.id")
                .query(rs -> {
                    entries.add(entry(rs));
                    schema[0] = rs.getString("latest_schema");
                });
        return new HistoryState(entries, schema[0]);
    }

    private static final String COLUMNS = "h.id, h.version, h.description, h.type, h.script, h.checksum, h.statements,"
            + " h.installed_by, h.application, h.host, h.started_at, h.duration_ms, h.records_at_risk,"
            + " h.impact::pg_catalog.text AS impact, h.backup_mode, h.snapshot_id, h.snapshot_location";

    /** The canonical schema text after the row; null when there is no such row. */
    public @Nullable String schemaAfter(long id) {
        return jdbc.sql("SELECT h.schema FROM " + table + " h WHERE h.id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** Whether the row is there: asked after a COMMIT whose outcome is unknown. */
    public boolean contains(long id) {
        return schemaAfter(id) != null;
    }

    /** Reserves the id of the next row, so that a snapshot can name it. */
    public long nextId() {
        return jdbc.sql("SELECT pg_catalog.nextval(pg_catalog.pg_get_serial_sequence(?, 'id'))")
                .param(table)
                .query(Long.class)
                .single();
    }

    /**
     * Appends a row under its reserved id.
     *
     * @param schema the canonical schema after it
     * @return the entry with the role that PostgreSQL recorded
     */
    public HistoryEntry append(HistoryEntry entry, String schema) {
        String installedBy = jdbc.sql("INSERT INTO " + table + " (id, version, description, type, script, checksum,"
                        + " statements, schema, application, host, started_at, duration_ms, records_at_risk, impact,"
                        + " backup_mode, snapshot_id, snapshot_location) OVERRIDING SYSTEM VALUE"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::pg_catalog.jsonb, ?, ?, ?)"
                        + " RETURNING installed_by")
                .param(entry.id())
                .param(entry.version())
                .param(shorten(entry.description()))
                .param(entry.type().name())
                .param(entry.script())
                .param(entry.checksum())
                .param(entry.statements())
                .param(schema)
                .param(shorten(entry.application()))
                .param(shorten(entry.host()))
                .param(entry.startedAt().atOffset(ZoneOffset.UTC))
                .param(entry.duration().toMillis())
                .param(entry.recordsAtRisk())
                .param(ImpactJson.write(entry.impact()))
                .param(entry.backupMode() == null ? null : entry.backupMode().name())
                .param(entry.snapshotId())
                .param(entry.snapshotLocation())
                .query(String.class)
                .single();
        return entry.withInstalledBy(installedBy);
    }

    private static String shorten(String text) {
        return text.length() <= 255 ? text : text.substring(0, 255);
    }

    private static HistoryEntry entry(ResultSet rs) throws SQLException {
        String mode = rs.getString("backup_mode");
        return new HistoryEntry(
                rs.getLong("id"),
                rs.getString("version"),
                rs.getString("description"),
                HistoryType.valueOf(rs.getString("type")),
                rs.getString("script"),
                rs.getString("checksum"),
                rs.getInt("statements"),
                rs.getString("installed_by"),
                rs.getString("application"),
                rs.getString("host"),
                Instant.from(rs.getObject("started_at", java.time.OffsetDateTime.class)),
                Duration.ofMillis(rs.getLong("duration_ms")),
                rs.getLong("records_at_risk"),
                ImpactJson.read(rs.getString("impact")),
                mode == null ? null : BackupMode.valueOf(mode),
                rs.getObject("snapshot_id", Long.class),
                rs.getString("snapshot_location"));
    }
}
