package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.Objects;

/** The script's own work on data, in its order. */
final class StepOrder {

    private StepOrder() {}

    static void add(Comparison comparison, PhasedOperations operations) {
        for (Statement step : comparison.steps) {
            if (step instanceof Statement.Transform transform) {
                if (!isUsing(comparison, transform)) {
                    operations.add(Phase.STEP, update(comparison, transform));
                }
            } else if (step instanceof Statement.CopyFrom copy) {
                operations.add(Phase.STEP, new CopyRows(copy.table(), copy.columns(), copy.file()));
            } else if (step instanceof Statement.RawSql sql) {
                operations.add(Phase.STEP, new RunSql(sql.sql(), sql.undo(), sql.confirmed()));
            } else {
                throw new IllegalArgumentException("not a step: " + step);
            }
        }
    }

    /** Whether it is the conversion of a type change; of several onto one column only the first is. */
    private static boolean isUsing(Comparison comparison, Statement.Transform transform) {
        return comparison.changesOrNone(transform.table()).retyped().contains(transform.column())
                && comparison
                        .transform(transform.table(), transform.column())
                        .filter(transform::equals)
                        .isPresent();
    }

    private static TransformColumn update(Comparison comparison, Statement.Transform transform) {
        Table before = comparison.from.tables().get(transform.table());
        Column column = Objects.requireNonNull(comparison.to.tables().get(transform.table()))
                .column(transform.column())
                .orElseThrow();
        boolean existing = before != null
                && before.column(transform.column()).isPresent()
                && !comparison.changes(transform.table()).rebuilt().contains(transform.column());
        return new TransformColumn(
                transform.table(), transform.column(), column.type(), transform.expression(), existing);
    }
}
