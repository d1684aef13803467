package io.qail.plan;

import io.qail.schema.DataType;
import io.qail.schema.Identifier;
import io.qail.schema.Identity;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a column an identity column, or changes which and with what numbers. A new one goes on behind the greatest value
 * that is there.
 *
 * @param from null when the column was no identity column
 */
public record SetIdentity(
        ObjectName table,
        String column,
        DataType type,
        @Nullable Identity from,
        Identity to) implements ColumnOperation {

    @Override
    public String action() {
        return "SET IDENTITY";
    }

    @Override
    public List<String> statements() {
        if (from == null) {
            return List.of(alter("ADD " + to.sql(type.sql())), goOn());
        }
        String always = from.always() == to.always() ? "" : " SET GENERATED " + (to.always() ? "ALWAYS" : "BY DEFAULT");
        String clauses = always + SequenceClauses.changes(from.options(), to.options(), " SET ", true);
        return List.of(alter(clauses.strip()));
    }

    /** PostgreSQL would begin at the start value and collide with the rows that are there. */
    private String goOn() {
        boolean up = to.options().increment() > 0;
        String last = (up ? "max(" : "min(") + Identifier.quote(column) + ")";
        return "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence(" + SqlLiteral.quote(table.sql()) + ", "
                + SqlLiteral.quote(column) + ")::pg_catalog.regclass, pg_catalog." + last + ") FROM " + table.sql()
                + " HAVING pg_catalog." + last + (up ? " >= " : " <= ")
                + to.options().start();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(
                from == null
                        ? new DropIdentity(table, column, type, to)
                        : new SetIdentity(table, column, type, to, from));
    }
}
