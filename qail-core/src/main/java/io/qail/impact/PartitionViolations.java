package io.qail.impact;

import io.qail.language.ColumnReferences;
import io.qail.plan.AttachPartition;
import io.qail.plan.CreateTable;
import io.qail.plan.DetachPartition;
import io.qail.plan.DropTable;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import io.qail.schema.TableOptions.PartitionOf;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows that keep a table from becoming a partition: its own that lie outside of the bounds, and those in the default
 * partition that the new bounds claim. What a bound means for a row is asked of PostgreSQL, by an empty temporary table
 * that is partitioned alike.
 */
final class PartitionViolations {

    private static final String DEFAULT = "DEFAULT";

    private final Connection connection;
    private final Plan plan;
    private final ConstraintViolations.Rows rows;

    PartitionViolations(Connection connection, Plan plan, ConstraintViolations.Rows rows) {
        this.connection = connection;
        this.plan = plan;
        this.rows = rows;
    }

    List<Violation> of(Operation operation) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        PartitionOf place = place(operation);
        // What belongs into a default partition depends on the partitions beside it.
        if (place == null || place.bound().equals(DEFAULT)) {
            return violations;
        }
        if (operation instanceof AttachPartition attach) {
            add(violations, attach.table(), place, " IS FALSE");
        }
        ObjectName fallback = defaultPartition(plan, place.parent());
        if (fallback != null) {
            add(violations, fallback, place, " IS TRUE");
        }
        return violations;
    }

    private void add(List<Violation> violations, ObjectName table, PartitionOf place, String outcome)
            throws SQLException {
        String key = partitionKey(place.parent());
        if (key == null) {
            return;
        }
        Optional<LiveRows> from =
                rows.withHeirs(table, ColumnReferences.names(new Expression(key.substring(key.indexOf('(')))));
        if (from.isPresent()) {
            String condition = "(" + condition(from.get(), key, place.bound()) + ")" + outcome;
            violations.add(Violation.ofRows(from.get().from(), condition, rows.key(table)));
        }
    }

    private @Nullable String partitionKey(ObjectName parent) {
        Table table = plan.to().tables().get(parent);
        return table == null ? null : table.options().partitionBy();
    }

    /** The constraint that PostgreSQL holds for a partition, over the names of its columns. */
    private String condition(LiveRows from, String key, String bound) throws SQLException {
        return Attempt.undone(connection, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TEMPORARY VIEW _qail_columns AS SELECT * FROM " + from.from());
                statement.execute(
                        "CREATE TEMPORARY TABLE _qail_partitioned (LIKE pg_temp._qail_columns) PARTITION BY " + key);
                statement.execute(
                        "CREATE TEMPORARY TABLE _qail_partition PARTITION OF pg_temp._qail_partitioned " + bound);
                try (ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_get_partition_constraintdef("
                        + "'pg_temp._qail_partition'::pg_catalog.regclass)")) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
    }

    /** The tables that a plan reads without naming them: default partitions beside new ones. */
    static List<ObjectName> defaultPartitions(Plan plan) {
        List<ObjectName> tables = new ArrayList<>();
        for (Operation operation : plan.operations()) {
            PartitionOf place = place(operation);
            ObjectName fallback = place == null ? null : defaultPartition(plan, place.parent());
            if (fallback != null) {
                tables.add(fallback);
            }
        }
        return tables;
    }

    private static @Nullable PartitionOf place(Operation operation) {
        if (operation instanceof AttachPartition attach) {
            return attach.place();
        }
        return operation instanceof CreateTable create
                ? create.table().options().partitionOf()
                : null;
    }

    /** The default partition that a table has before the plan and keeps. */
    private static @Nullable ObjectName defaultPartition(Plan plan, ObjectName parent) {
        return plan.from().tables().values().stream()
                .filter(table ->
                        new PartitionOf(parent, DEFAULT).equals(table.options().partitionOf()))
                .map(Table::name)
                .filter(table -> plan.operations().stream().noneMatch(operation -> removes(operation, table)))
                .findFirst()
                .orElse(null);
    }

    private static boolean removes(Operation operation, ObjectName table) {
        return (operation instanceof DropTable drop && drop.table().equals(table))
                || (operation instanceof DetachPartition detach
                        && detach.table().equals(table));
    }
}
