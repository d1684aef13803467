package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.ObjectAddress;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;

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
        table.columns().forEach(column -> lines.add(column.sql()));
        table.constraints().forEach(constraint -> lines.add(constraint.sql()));
        String body = lines.isEmpty() ? "()" : "(\n    " + String.join(",\n    ", lines) + "\n)";
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + table.name().sql() + " " + body);
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
