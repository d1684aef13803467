package io.qail.plan;

import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the new sequence of a column go on where {@link KeepPosition} found the old one.
 *
 * @param sequence null for the one of an identity column
 */
record ContinuePosition(
        ObjectName table, String column, @Nullable ObjectName sequence) implements ColumnOperation {

    @Override
    public String action() {
        return "SET SEQUENCE";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public List<String> statements() {
        String place = "pg_catalog.current_setting(" + SequencePosition.setting(table, column) + ")";
        return List.of(SequencePosition.ahead(
                SequencePosition.of(table, column, sequence),
                "pg_catalog.split_part(" + place + ", ' ', 1)",
                "pg_catalog.split_part(" + place + ", ' ', 2)"));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new KeepPosition(table, column, sequence));
    }
}
