package io.qail.plan;

import io.qail.language.Types;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import java.util.Map;

/**
 * Types of extensions that one side names bare, because nobody has looked them up yet, and the other with their schema:
 * that alone is no change of type.
 */
final class PendingTypes {

    private PendingTypes() {}

    /** Whether the two are one type, as far as can be told. */
    static boolean isSame(DataType one, DataType other) {
        return one.equals(other)
                || ((Types.isUnresolved(one) || Types.isUnresolved(other))
                        && one.name().equals(other.name())
                        && one.modifier().equals(other.modifier())
                        && one.dimensions() == other.dimensions());
    }

    /** The first schema with the types of its columns spelled as the second spells them. */
    static Schema align(Schema from, Schema to) {
        if (Types.unresolved(from).isEmpty() && Types.unresolved(to).isEmpty()) {
            return from;
        }
        SchemaBuilder builder = from.toBuilder();
        builder.tables.replaceAll((name, table) -> align(table, to.tables()));
        return builder.build();
    }

    private static Table align(Table table, Map<ObjectName, Table> wanted) {
        Table other = wanted.get(table.name());
        return other == null
                ? table
                : table.withColumns(table.columns().stream()
                        .map(column -> align(column, other))
                        .toList());
    }

    private static Column align(Column column, Table other) {
        return other.column(column.name())
                .filter(wanted -> isSame(column.type(), wanted.type()))
                .map(wanted -> column.withType(wanted.type()))
                .orElse(column);
    }
}
