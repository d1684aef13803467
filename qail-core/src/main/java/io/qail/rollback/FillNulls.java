package io.qail.rollback;

import io.qail.plan.ColumnOperation;
import io.qail.plan.Effect;
import io.qail.plan.Operation;
import io.qail.plan.SilentTriggers;
import io.qail.plan.TableLock;
import io.qail.schema.DataType;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;
import java.util.List;

/**
 * Gives rows that have no value in a column one, because its NOT NULL comes back.
 *
 * @param value the text of a value of the type
 */
record FillNulls(ObjectName table, String column, DataType type, String value) implements ColumnOperation {

    @Override
    public String action() {
        return "FILL";
    }

    @Override
    public Effect effect() {
        return Effect.DATA;
    }

    @Override
    public TableLock lock() {
        return TableLock.SHARE_ROW_EXCLUSIVE;
    }

    @Override
    public boolean writesValues() {
        return true;
    }

    @Override
    public List<String> statements() {
        String name = Identifier.quote(column);
        return List.of(
                SilentTriggers.begin(table, column),
                "UPDATE " + table.sql() + " SET " + name + " = " + SqlLiteral.quote(value) + "::" + type.sql()
                        + " WHERE " + name + " IS NULL",
                SilentTriggers.end());
    }

    @Override
    public List<Operation> inverse() {
        return List.of();
    }
}
