package io.qail.migrate;

import io.qail.error.MigrationException;
import io.qail.plan.AtRisk;
import io.qail.plan.ColumnOperation;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.Risk;
import io.qail.plan.TransformColumn;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Proves, by PostgreSQL's own counters, which rows an UPDATE of QAIL wrote: as many of its table as it says, and none of a
 * table that it does not name. Foreign keys, rules, triggers and functions leave their traces there, whoever made them.
 */
final class WrittenRows {

    /** Rows that this transaction changed or deleted, by table; what came from earlier transactions is subtracted. */
    private static final String COUNTERS = """
            SELECT c.oid, n.nspname, c.relname,
                   pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence <> 't'
                AND pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) > 0
                AND n.nspname <> 'pg_catalog'
            """;

    private static final String FAMILY = """
            WITH RECURSIVE family(oid) AS (
                SELECT c.oid FROM ROWS FROM (pg_catalog.unnest(?), pg_catalog.unnest(?)) AS wanted(schema, name)
                JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
                JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
                UNION SELECT i.inhrelid FROM family f JOIN pg_catalog.pg_inherits i ON i.inhparent = f.oid
            ) SELECT oid FROM family
            """;

    private static final String CASCADES = """
            SELECT pg_catalog.string_agg(pg_catalog.format('foreign key %I', k.conname), ', ')
            FROM pg_catalog.pg_constraint k
            WHERE k.contype = 'f' AND k.conrelid = ? AND k.confupdtype IN ('c', 'n', 'd')
            """;

    private record Table(long oid, String name) {}

    private final Connection connection;
    private final String version;
    private final boolean refuses;
    private final boolean counts;
    private final Map<Operation, Set<Long>> cascades = new HashMap<>();
    private final Set<Long> named;
    private Map<Table, Long> before = Map.of();

    private WrittenRows(Connection connection, String version, boolean refuses, boolean counts, Set<Long> named) {
        this.connection = connection;
        this.version = version;
        this.refuses = refuses;
        this.counts = counts;
        this.named = named;
    }

    /**
     * To be called before the plan runs: its tables still have their names.
     *
     * @param refuses whether rows may be changed only where they were counted
     */
    static WrittenRows prepare(Connection connection, Plan plan, String version, boolean refuses) throws SQLException {
        if (plan.transactional().stream().noneMatch(WrittenRows::isWriting)) {
            return new WrittenRows(connection, version, refuses, false, Set.of());
        }
        Set<ObjectName> tables = new TreeSet<>(plan.lockedTables());
        WrittenRows rows =
                new WrittenRows(connection, version, refuses, isCounting(connection), family(connection, tables));
        Map<Operation, Set<ObjectName>> followers = new HashMap<>();
        for (AtRisk risk : plan.risks()) {
            if (risk.risk() instanceof Risk.CascadedColumn) {
                followers
                        .computeIfAbsent(risk.operation(), operation -> new TreeSet<>())
                        .add(risk.liveTable());
            }
        }
        for (Map.Entry<Operation, Set<ObjectName>> entry : followers.entrySet()) {
            rows.cascades.put(entry.getKey(), family(connection, entry.getValue()));
        }
        return rows;
    }

    static boolean isWriting(Operation operation) {
        return operation instanceof ColumnOperation column && column.writesValues();
    }

    /** Only a superuser can switch the counters off. */
    private static boolean isCounting(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT pg_catalog.current_setting('track_counts')::pg_catalog.bool");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Set<Long> family(Connection connection, Set<ObjectName> tables) throws SQLException {
        Set<Long> oids = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(FAMILY)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", tables.stream().map(ObjectName::schema).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", tables.stream().map(ObjectName::name).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    oids.add(row.getLong(1));
                }
            }
        }
        return oids;
    }

    /** Right before the statements of an operation. */
    void before(Operation operation) throws SQLException {
        RewriteRules.refuse(connection, operation.tables(), version);
        before = counters();
    }

    /**
     * Right after them.
     *
     * @param reported rows that the UPDATE says it wrote; negative where that is proven elsewhere
     */
    void after(Operation operation, long reported) throws SQLException {
        if (!counts) {
            return;
        }
        Set<Long> own = family(connection, operation.tables());
        Set<Long> followers = cascades.getOrDefault(operation, Set.of());
        long written = 0;
        List<Table> others = new ArrayList<>();
        for (Map.Entry<Table, Long> entry : counters().entrySet()) {
            long rows = entry.getValue() - before.getOrDefault(entry.getKey(), 0L);
            long oid = entry.getKey().oid();
            if (own.contains(oid)) {
                written += rows;
            } else if (rows > 0 && !followers.contains(oid) && !isNamed(operation, oid)) {
                others.add(entry.getKey());
            }
        }
        if (refuses && !others.isEmpty()) {
            throw changedOthers(operation, others);
        }
        boolean follows = followers.stream().anyMatch(own::contains);
        if (reported >= 0 && written != reported && !follows) {
            throw new MigrationException(
                    version,
                    String.format(
                            Locale.ROOT,
                            "The %s of %s reports %,d rows, and %,d rows of the table were written",
                            operation.action(),
                            object(operation),
                            reported,
                            written),
                    "A rule, a trigger or a function changes what is written. Nothing was changed.");
        }
    }

    /** A rollback brings back the keys and what followed them, each by an operation of its own. */
    private boolean isNamed(Operation operation, long oid) {
        return !(operation instanceof TransformColumn) && named.contains(oid);
    }

    private MigrationException changedOthers(Operation operation, List<Table> others) throws SQLException {
        List<String> names = new ArrayList<>();
        for (Table other : others) {
            String keys = keys(other);
            names.add(other.name() + (keys == null ? "" : " (" + keys + ")"));
        }
        return new MigrationException(
                version,
                "The " + operation.action() + " of " + object(operation) + " changed rows of "
                        + String.join(", ", names) + " as well: nobody counted them, and they are in no snapshot",
                "Look for foreign keys ON UPDATE CASCADE, triggers, and functions that the expression calls. Declare such a"
                        + " foreign key in the schema, or write the change of the other table into a sql block. Nothing"
                        + " was changed.");
    }

    private @Nullable String keys(Table table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CASCADES)) {
            statement.setLong(1, table.oid());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static String object(Operation operation) {
        return operation.object().sql();
    }

    private Map<Table, Long> counters() throws SQLException {
        Map<Table, Long> counters = new HashMap<>();
        if (!counts) {
            return counters;
        }
        try (PreparedStatement statement = connection.prepareStatement(COUNTERS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                counters.put(
                        new Table(
                                row.getLong(1),
                                ObjectName.of(row.getString(2), row.getString(3))
                                        .sql()),
                        row.getLong(4));
            }
        }
        return counters;
    }
}
