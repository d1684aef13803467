package io.qail.plan;

import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.ValueComparison;
import java.util.List;
import java.util.Optional;

/**
 * Fills a column, or replaces its values: an UPDATE of the rows where that makes a difference. Triggers of the application do
 * not fire.
 *
 * @param existing whether the column held values before this plan
 */
public record TransformColumn(ObjectName table, String column, DataType type, Expression expression, boolean existing)
        implements ColumnOperation {

    @Override
    public String action() {
        return "UPDATE";
    }

    @Override
    public Effect effect() {
        return Effect.DATA;
    }

    @Override
    public boolean readsEveryRow() {
        return true;
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
        return List.of(SilentTriggers.begin(table, column), update(), SilentTriggers.end());
    }

    /** The statement that writes rows. It compares what would be stored, so that it writes exactly the rows that were counted. */
    public String update() {
        String name = Identifier.quote(column);
        return "UPDATE " + table.sql() + " SET " + name + " = " + expression + " WHERE "
                + ValueComparison.differ(type, name, "(" + expression + ")::" + type.sql());
    }

    @Override
    public Optional<Risk> risk() {
        return existing ? Optional.of(new Risk.TransformedColumn(table, column, type, expression)) : Optional.empty();
    }

    @Override
    public List<Operation> inverse() {
        return List.of();
    }
}
