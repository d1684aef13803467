package io.qail.catalog;

import io.qail.schema.DataType;
import io.qail.schema.ObjectAddress;
import io.qail.schema.Schema;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A schema whose types the server was asked about.
 *
 * @param schema with the schema and canonical name of each type that is there or that the schema itself declares
 * @param pending columns and objects, as they are declared, whose type is not there, while an extension that the schema declares is not installed either:
 *     ask again once it is
 * @param unknown columns and objects whose type is not there and comes from nowhere
 */
public record ResolvedTypes(
        Schema schema, SortedMap<ObjectAddress, DataType> pending, SortedMap<ObjectAddress, DataType> unknown) {

    public ResolvedTypes {
        pending = Collections.unmodifiableSortedMap(new TreeMap<>(pending));
        unknown = Collections.unmodifiableSortedMap(new TreeMap<>(unknown));
    }
}
