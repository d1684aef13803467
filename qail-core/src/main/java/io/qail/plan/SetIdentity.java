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
    public Effect effect() {
        return Effect.ALTER;
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

    /**
     * PostgreSQL would begin at the start value and collide with the rows that are there. pg_get_serial_sequence() is no
     * help: while a serial column's old sequence is still there it may name that one (ran on 14).
     */
    private String goOn() {
        boolean up = to.options().increment() > 0;
        String oid = SqlLiteral.quote(table.sql()) + "::pg_catalog.regclass";
        return "SELECT pg_catalog.setval(d.objid::pg_catalog.regclass, v.last)"
                + " FROM pg_catalog.pg_depend d, pg_catalog.pg_attribute a,"
                + " (SELECT pg_catalog." + (up ? "max(" : "min(") + Identifier.quote(column) + ") AS last FROM "
                + table.sql() + ") v"
                + " WHERE a.attrelid = " + oid + " AND a.attname = " + SqlLiteral.quote(column)
                + " AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = a.attrelid"
                + " AND d.refobjsubid = a.attnum AND d.deptype = 'i'"
                + " AND v.last " + (up ? ">= " : "<= ") + to.options().start();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(
                from == null
                        ? new DropIdentity(table, column, type, to)
                        : new SetIdentity(table, column, type, to, from));
    }
}
