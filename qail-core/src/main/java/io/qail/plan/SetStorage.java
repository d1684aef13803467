package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets how PostgreSQL stores long values that are written from now on.
 *
 * @param from null for the type's own
 * @param to null for the type's own
 */
public record SetStorage(
        ObjectName table,
        String column,
        DataType type,
        @Nullable String from,
        @Nullable String to) implements ColumnOperation {

    private static final Set<String> EXTENDED = Set.of(
            "text",
            "character varying",
            "character",
            "bytea",
            "json",
            "jsonb",
            "xml",
            "bit",
            "bit varying",
            "tsvector",
            "path",
            "polygon");
    private static final Set<String> MAIN = Set.of("numeric", "inet", "cidr");

    /** The statement for a new column, if it needs one. */
    static List<String> of(ObjectName table, Column column) {
        return column.storage() == null
                ? List.of()
                : new SetStorage(table, column.name(), column.type(), null, column.storage()).statements();
    }

    @Override
    public String action() {
        return "SET STORAGE";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public List<String> statements() {
        return List.of(alter("SET STORAGE " + (to == null ? ofType() : to)));
    }

    /** SET STORAGE DEFAULT exists from PostgreSQL 16 only. */
    private String ofType() {
        if (type.isArray() || EXTENDED.contains(type.name())) {
            return "extended";
        }
        return MAIN.contains(type.name()) ? "main" : "plain";
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetStorage(table, column, type, to, from));
    }
}
