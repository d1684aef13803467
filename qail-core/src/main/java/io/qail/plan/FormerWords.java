package io.qail.plan;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes again what a version leaves as it is, but what makes way for a change, and whose text calls columns by the names that
 * they had before the version. Which words of a query mean a column only PostgreSQL knows, so the columns get their former
 * names back for that one statement: PostgreSQL carries the object along when they are renamed again.
 */
final class FormerWords {

    private final List<Statement> renames;
    private final FormerNames names;
    private final Schema to;

    FormerWords(List<Statement> renames, Schema to) {
        this.renames = renames;
        this.names = FormerNames.of(renames);
        this.to = to;
    }

    /**
     * The operations that make the object.
     *
     * @throws ScriptException where another column has taken a name that the text may mean
     */
    List<Operation> create(SchemaObject object, Operation create) {
        ObjectUse use = new ObjectUse(object);
        List<Operation> operations = new ArrayList<>();
        operations.add(create);
        for (ObjectName table : names.tables()) {
            for (Map.Entry<String, String> column : names.of(table).entrySet()) {
                if (use.usesColumn(table, column.getValue())) {
                    checkIsFree(object, table, column.getValue(), column.getKey());
                    operations.add(0, new RenameColumn(table, column.getKey(), column.getValue()));
                    operations.add(new RenameColumn(table, column.getValue(), column.getKey()));
                }
            }
        }
        return operations;
    }

    private void checkIsFree(SchemaObject object, ObjectName table, String former, String name) {
        Table target = to.tables().get(table);
        if (target == null
                || to.allColumns(target).stream()
                        .noneMatch(column -> column.name().equals(former))) {
            return;
        }
        throw new ScriptException(List.of(new Diagnostic(
                renames.get(0).position(),
                object.address() + " has to be made again, and its text says " + Identifier.quote(former)
                        + ", which is now " + Identifier.quote(name) + " of table " + table
                        + ", while another column takes the former name",
                "",
                "write it anew in this version, so that it is clear which column is meant")));
    }
}
