package io.qail.language;

import io.qail.schema.DataType;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import java.util.Set;

/** Writes types so that they are read as the same ones. */
final class TypeFormatter {

    /** Words that would be read as something else than the name of a type, besides the options of a column. */
    private static final Set<String> NOT_IN_TYPES = Set.of(
            "array",
            "by",
            "default",
            "generated",
            "hash",
            "list",
            "match",
            "no",
            "null",
            "nulls",
            "of",
            "order",
            "range",
            "rls",
            "setof",
            "type");

    private final Schema schema;
    private final String defaultSchema;

    TypeFormatter(Schema schema, String defaultSchema) {
        this.schema = schema;
        this.defaultSchema = defaultSchema;
    }

    String type(DataType type) {
        String typeSchema = type.schema();
        if (typeSchema == null) {
            return Types.isUnresolved(type) ? named(inType(type.name()), type) : type.sql();
        }
        boolean bare = typeSchema.equals(defaultSchema)
                && Types.isDeclared(ObjectName.of(typeSchema, type.name()), schema)
                && !TypeNames.isTaken(type.name());
        return named(bare ? inType(type.name()) : inType(typeSchema) + "." + inType(type.name()), type);
    }

    private static String named(String name, DataType type) {
        return name + type.modifier() + "[]".repeat(type.dimensions());
    }

    private static String inType(String name) {
        String quoted = Identifier.quote(name);
        boolean misread = quoted.equals(name) && (ColumnReader.isOption(name) || NOT_IN_TYPES.contains(name));
        return misread ? '"' + name + '"' : quoted;
    }
}
