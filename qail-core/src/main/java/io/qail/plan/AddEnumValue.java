package io.qail.plan;

import io.qail.schema.EnumType;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.SqlLiteral;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds labels to an enum type at their places. PostgreSQL lets nobody use them before the commit, and has no way to take
 * one away again but a type in its place.
 *
 * @param undo the way back: the operations that put the type without the labels in its place
 */
public record AddEnumValue(EnumType from, EnumType to, List<Operation> undo) implements TablelessOperation {

    public AddEnumValue {
        undo = List.copyOf(undo);
    }

    @Override
    public String action() {
        return "ADD VALUE";
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.ENUM, to.name());
    }

    @Override
    public List<String> statements() {
        List<String> statements = new ArrayList<>();
        String previous = null;
        for (String label : to.labels()) {
            if (!from.labels().contains(label)) {
                statements.add(
                        "ALTER TYPE " + to.name().sql() + " ADD VALUE " + SqlLiteral.quote(label) + place(previous));
            }
            previous = label;
        }
        return List.copyOf(statements);
    }

    /** Labels are added from first to last, so the one before is always there. */
    private String place(@Nullable String previous) {
        if (previous != null) {
            return " AFTER " + SqlLiteral.quote(previous);
        }
        return from.labels().isEmpty()
                ? ""
                : " BEFORE " + SqlLiteral.quote(from.labels().get(0));
    }

    @Override
    public List<Operation> inverse() {
        return undo;
    }
}
