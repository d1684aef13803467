package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Loads a CSV file that lies beside the script. The engine feeds the file to the statement.
 *
 * @param file as the script names it
 */
public record CopyRows(ObjectName table, List<String> columns, String file) implements TableOperation {

    public CopyRows {
        columns = List.copyOf(columns);
    }

    @Override
    public String action() {
        return "COPY";
    }

    @Override
    public Effect effect() {
        return Effect.DATA;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(table);
    }

    @Override
    public TableLock lock() {
        return TableLock.ROW_EXCLUSIVE;
    }

    @Override
    public List<String> statements() {
        String list = columns.isEmpty()
                ? ""
                : columns.stream().map(Identifier::quote).collect(Collectors.joining(", ", " (", ")"));
        return List.of("COPY " + table.sql() + list + " FROM STDIN (FORMAT csv, HEADER)");
    }

    @Override
    public List<Operation> inverse() {
        return List.of();
    }
}
