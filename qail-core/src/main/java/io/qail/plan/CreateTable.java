package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Parameters;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes a table with its columns, keys and checks. Foreign keys are added when all tables are there.
 *
 * @param table without foreign keys
 */
public record CreateTable(Table table) implements Operation {

    @Override
    public String action() {
        return "CREATE TABLE";
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(table.name());
    }

    @Override
    public List<String> statements() {
        List<String> lines = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        Set<List<String>> keys = new HashSet<>();
        TableOptions options = table.options();
        TableOptions.PartitionOf place = options.partitionOf();
        table.columns().forEach(column -> lines.add(place == null ? column.sql() : defaultOf(column)));
        for (Constraint constraint : table.constraints()) {
            boolean key = constraint instanceof PrimaryKey || constraint instanceof UniqueConstraint;
            if (key && !keys.add(constraint.columns())) {
                // CREATE TABLE makes one of two keys over the same columns and drops the other's name in silence.
                statements.addAll(new AddConstraint(table.name(), constraint).statements());
            } else {
                lines.add(constraint.sql());
            }
        }
        String body =
                lines.isEmpty() ? (place == null ? " ()" : "") : " (\n    " + String.join(",\n    ", lines) + "\n)";
        statements.add(
                0,
                "CREATE " + (options.unlogged() ? "UNLOGGED " : "") + "TABLE "
                        + table.name().sql()
                        + (place == null
                                ? ""
                                : " PARTITION OF " + place.parent().sql())
                        + body
                        + (place == null ? "" : " " + place.bound())
                        + inherits()
                        + (options.partitionBy() == null ? "" : " PARTITION BY " + options.partitionBy())
                        + (options.parameters().isEmpty() ? "" : " WITH " + Parameters.sql(options.parameters())));
        if (place == null) {
            for (Column column : table.columns()) {
                statements.addAll(SetStorage.of(table.name(), column));
            }
        }
        statements.addAll(
                new SetRowSecurity(table.name(), false, false, options.rowSecurity(), options.forceRowSecurity())
                        .statements());
        return List.copyOf(statements);
    }

    /** The parent has the column; a partition gives it another default. */
    private static String defaultOf(Column column) {
        return Identifier.quote(column.name()) + " DEFAULT "
                + (column.defaultValue() == null ? "NULL" : column.defaultValue());
    }

    private String inherits() {
        List<ObjectName> parents = table.options().inherits();
        return parents.isEmpty()
                ? ""
                : parents.stream().map(ObjectName::sql).collect(Collectors.joining(", ", " INHERITS (", ")"));
    }

    /** The table that gets a partition or heir. */
    @Override
    public SortedSet<ObjectName> tables() {
        return new TreeSet<>(table.options().parents());
    }

    @Override
    public TableLock lock() {
        boolean partition = table.options().partitionOf() != null;
        return partition
                ? TableLock.ACCESS_EXCLUSIVE
                : table.options().inherits().isEmpty() ? TableLock.NONE : TableLock.SHARE_UPDATE_EXCLUSIVE;
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropTable(table, List.of(), List.of(), false));
    }
}
