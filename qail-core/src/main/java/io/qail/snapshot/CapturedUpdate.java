package io.qail.snapshot;

import io.qail.impact.LiveRows;
import io.qail.plan.DoBlock;
import io.qail.plan.TransformColumn;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps the old image of every row that one UPDATE writes, as PostgreSQL hands it over: a statement trigger copies the old
 * rows into a typed temporary table. Trigger, function and table are gone before the transaction ends.
 */
final class CapturedUpdate {

    private static final ObjectName ROWS = ObjectName.of("pg_temp", "_qail_old_rows");
    private static final String TRIGGER = "_qail_keep_old_rows";
    private static final String FUNCTION = "pg_temp." + TRIGGER;
    private static final String REPLACED = "_qail_replaced_rows";

    private final Connection connection;
    private final ObjectName table;
    private final SnapshotPart part;
    private final Map<String, String> currentNames;

    /**
     * @param part what is to be kept, by the names before the plan
     * @param currentNames the names of columns when the UPDATE runs, by those before the plan
     */
    CapturedUpdate(Connection connection, TransformColumn update, SnapshotPart part, Map<String, String> currentNames) {
        this.connection = connection;
        this.table = update.table();
        this.part = part;
        this.currentNames = currentNames;
    }

    private List<String> columns() {
        return part.columns().stream().map(LiveColumn::name).toList();
    }

    private String current(String column) {
        return Identifier.quote(currentNames.getOrDefault(column, column));
    }

    /** To be called where no trigger of the application fires; the table is locked. */
    void begin() throws SQLException {
        String list = columns().stream()
                .map(column -> current(column) + " AS " + Identifier.quote(column))
                .collect(Collectors.joining(", "));
        String copied = columns().stream().map(this::current).collect(Collectors.joining(", "));
        execute("CREATE TEMPORARY TABLE " + ROWS.name() + " ON COMMIT DROP AS SELECT " + list + " FROM " + table.sql()
                + " WITH NO DATA");
        // Runs as the migration's role whoever fires it, and nobody else may call it.
        execute("CREATE FUNCTION " + FUNCTION + "() RETURNS pg_catalog.trigger LANGUAGE plpgsql SECURITY DEFINER"
                + " SET search_path = pg_catalog, pg_temp AS "
                + DoBlock.quoted("BEGIN INSERT INTO " + ROWS.sql() + " SELECT " + copied + " FROM " + REPLACED
                        + "; RETURN NULL; END"));
        execute("REVOKE ALL ON FUNCTION " + FUNCTION + "() FROM PUBLIC");
        execute("CREATE TRIGGER " + TRIGGER + " AFTER UPDATE ON " + table.sql() + " REFERENCING OLD TABLE AS "
                + REPLACED + " FOR EACH STATEMENT EXECUTE FUNCTION " + FUNCTION + "()");
        execute("ALTER TABLE " + table.sql() + " ENABLE ALWAYS TRIGGER " + TRIGGER);
    }

    /** Takes the trigger away, and says how many rows it was given. */
    long end() throws SQLException {
        execute("DROP TRIGGER " + TRIGGER + " ON " + table.sql());
        execute("DROP FUNCTION " + FUNCTION + "()");
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.count(*) FROM " + ROWS.sql())) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The part over the rows that were kept. */
    SnapshotPart part() throws SQLException {
        LiveRows kept = LiveRows.unchanged(ROWS, "_qail_old", columns());
        return PartCounts.counted(connection, List.of(part.over(kept))).get(0);
    }

    /** Forgets them. */
    void close() throws SQLException {
        execute("DROP TABLE " + ROWS.sql());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
