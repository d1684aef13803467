package io.qail.language;

import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes indexes and their keys. */
final class IndexFormatter {

    private final String defaultSchema;

    IndexFormatter(String defaultSchema) {
        this.defaultSchema = defaultSchema;
    }

    String format(Index index) {
        return (index.unique() ? "unique index " : "index ") + (index.concurrently() ? "concurrently " : "")
                + Identifier.quote(index.name().name()) + " on "
                + index.table().display(defaultSchema)
                + (index.method().equals("btree") ? "" : " using " + Identifier.quote(index.method()))
                + index.keys().stream().map(this::key).collect(Collectors.joining(", ", " (", ")"))
                + ConstraintFormatter.include(index.include())
                + (index.nullsNotDistinct() ? " nulls_not_distinct" : "")
                + (index.parameters().isEmpty() ? "" : " with " + ParameterFormatter.list(index.parameters()))
                + (index.where() == null ? "" : " where (" + index.where() + ")");
    }

    String key(IndexKey key) {
        String column = key.column();
        StringBuilder text =
                new StringBuilder(column != null ? Identifier.quote(column) : expression(key.expression()));
        if (key.collation() != null) {
            text.append(" collate ").append(collation(key.collation()));
        }
        if (key.operatorClass() != null) {
            text.append(' ').append(key.operatorClass());
        }
        if (key.descending()) {
            text.append(" desc");
        }
        if (key.nullsFirst() != key.descending()) {
            text.append(key.nullsFirst() ? " nulls_first" : " nulls_last");
        }
        return text.toString();
    }

    /** A call of a function stands as it is, any other expression in parentheses. */
    static String expression(@Nullable Expression expression) {
        String text = String.valueOf(expression);
        return KeyReader.readsCall(text) ? text : "(" + text + ")";
    }

    static String collation(ObjectName collation) {
        return collation.display("pg_catalog");
    }
}
