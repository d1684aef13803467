package io.qail.plan;

import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fills a column, or replaces its values: an UPDATE of the rows where that makes a difference.
 *
 * @param existing whether the column held values before this plan
 */
public record TransformColumn(ObjectName table, String column, DataType type, Expression expression, boolean existing)
        implements ColumnOperation {

    private static final Set<String> TEXTS = Set.of("text", "character varying", "character", "name");

    /** Their = is missing, or true of values that are not the same. */
    private static final Set<String> WITHOUT_EXACT_EQUALITY =
            Set.of("json", "xml", "interval", "point", "line", "lseg", "box", "path", "polygon", "circle");

    @Override
    public String action() {
        return "UPDATE";
    }

    @Override
    public TableLock lock() {
        return TableLock.ROW_EXCLUSIVE;
    }

    @Override
    public List<String> statements() {
        String name = Identifier.quote(column);
        return List.of("UPDATE " + table.sql() + " SET " + name + " = " + expression + " WHERE " + difference(name));
    }

    private String difference(String name) {
        if (type.schema() == null && !type.isArray() && TEXTS.contains(type.name())) {
            // Anything can be assigned to a text, and only a text be compared with it.
            return name + " IS DISTINCT FROM (" + expression + ")::text";
        }
        boolean byText = type.schema() != null || type.isArray() || WITHOUT_EXACT_EQUALITY.contains(type.name());
        return byText
                ? name + "::text IS DISTINCT FROM (" + expression + ")::text"
                : name + " IS DISTINCT FROM (" + expression + ")";
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
