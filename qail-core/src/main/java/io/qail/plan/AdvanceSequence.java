package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Sequence;
import io.qail.schema.SqlLiteral;
import java.util.List;

/** Moves a new sequence behind the last number that its column holds. Nothing is to be undone. */
public record AdvanceSequence(Sequence sequence, Sequence.Owner column) implements TablelessOperation {

    @Override
    public String action() {
        return "SET SEQUENCE";
    }

    @Override
    public Effect effect() {
        return Effect.DATA;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name());
    }

    @Override
    public List<String> statements() {
        boolean up = sequence.options().increment() > 0;
        String last = "pg_catalog." + (up ? "max(" : "min(") + Identifier.quote(column.column()) + ")";
        return List.of("SELECT pg_catalog.setval("
                + SqlLiteral.quote(sequence.name().sql()) + "::pg_catalog.regclass, " + last
                + "::pg_catalog.int8) FROM "
                + column.table().sql() + " HAVING " + last + (up ? " >= " : " <= ")
                + sequence.options().start());
    }

    @Override
    public List<Operation> inverse() {
        return List.of();
    }
}
