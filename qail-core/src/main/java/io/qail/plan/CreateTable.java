package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ObjectAddress;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a table with its columns, keys and checks. Foreign keys are added when all tables are there.
 *
 * @param table without foreign keys
 */
public record CreateTable(Table table) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE TABLE";
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
        table.columns().forEach(column -> lines.add(column.sql()));
        for (Constraint constraint : table.constraints()) {
            boolean key = constraint instanceof PrimaryKey || constraint instanceof UniqueConstraint;
            if (key && !keys.add(constraint.columns())) {
                // CREATE TABLE makes one of two keys over the same columns and drops the other's name in silence.
                statements.addAll(new AddConstraint(table.name(), constraint).statements());
            } else {
                lines.add(constraint.sql());
            }
        }
        String body = lines.isEmpty() ? "()" : "(\n    " + String.join(",\n    ", lines) + "\n)";
        statements.add(0, "CREATE TABLE " + table.name().sql() + " " + body);
        for (Column column : table.columns()) {
            statements.addAll(SetStorage.of(table.name(), column));
        }
        return List.copyOf(statements);
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropTable(table, List.of(), List.of()));
    }
}
