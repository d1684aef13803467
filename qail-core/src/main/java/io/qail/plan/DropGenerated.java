package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stored generated column an ordinary one; its values stay.
 *
 * @param definition the column with its expression
 * @param dependents the operations that drop what stands on the column; the way back, which can only drop the column and
 *     add it again, needs them
 * @param comment the column's, or null
 */
public record DropGenerated(
        ObjectName table,
        Column definition,
        List<Operation> dependents,
        @Nullable String comment) implements ColumnOperation {

    public DropGenerated {
        dependents = List.copyOf(dependents);
    }

    @Override
    public String column() {
        return definition.name();
    }

    @Override
    public String action() {
        return "DROP EXPRESSION";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public List<String> statements() {
        return List.of(alter("DROP EXPRESSION"));
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>(dependents);
        back.add(new DropColumn(table, definition.withGenerated(null), List.of(), List.of()));
        back.add(new AddColumn(table, definition));
        back.addAll(SetComment.restoring(List.of(), object(), comment));
        back.addAll(Inversion.of(dependents));
        return List.copyOf(back);
    }
}
