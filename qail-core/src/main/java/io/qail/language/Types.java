package io.qail.language;

import io.qail.schema.BuiltInTypes;
import io.qail.schema.DataType;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The types of a schema's columns that a name alone does not settle. */
public final class Types {

    private Types() {}

    /** The type, with the default schema where its bare name is an enum that the schema declares there. */
    public static DataType resolve(DataType type, Schema schema, String defaultSchema) {
        if (!isUnresolved(type)) {
            return type;
        }
        ObjectName name = ObjectName.of(defaultSchema, type.name());
        return schema.enums().containsKey(name) ? type.withName(name) : type;
    }

    /** The schema with every column's type replaced by what the function makes of it. */
    public static Schema map(Schema schema, UnaryOperator<DataType> change) {
        SchemaBuilder builder = schema.toBuilder();
        builder.tables.replaceAll((name, table) -> map(table, change));
        return builder.build();
    }

    private static Table map(Table table, UnaryOperator<DataType> change) {
        return table.withColumns(table.columns().stream()
                .map(column -> column.withType(change.apply(column.type())))
                .toList());
    }

    /** The bare names of types that are neither built in nor resolved: those of extensions, mostly. */
    public static SortedSet<String> unresolved(Schema schema) {
        SortedSet<String> names = new TreeSet<>();
        for (Table table : schema.tables().values()) {
            table.columns().stream()
                    .map(column -> column.type())
                    .filter(Types::isUnresolved)
                    .forEach(type -> names.add(type.name()));
        }
        return names;
    }

    /** Whether the type is a bare name that is not built in. */
    public static boolean isUnresolved(DataType type) {
        return type.schema() == null && !BuiltInTypes.contains(type.name());
    }
}
