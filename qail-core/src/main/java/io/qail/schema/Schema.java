package io.qail.schema;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that QAIL manages in a database, by exact name and in one fixed order.
 *
 * @param schemas names of the schemas that the file declares; the default schema is never among them
 * @param extensions by name
 * @param comments the comment of every object that has one
 */
public record Schema(
        SortedSet<String> schemas,
        SortedMap<String, Extension> extensions,
        SortedMap<ObjectName, EnumType> enums,
        SortedMap<ObjectName, Sequence> sequences,
        SortedMap<ObjectName, Table> tables,
        SortedMap<ObjectName, Index> indexes,
        SortedMap<ObjectAddress, String> comments) {

    public static final Schema EMPTY = new Schema(
            new TreeSet<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>());

    public Schema {
        schemas = Collections.unmodifiableSortedSet(new TreeSet<>(schemas));
        extensions = copy(extensions);
        enums = copy(enums);
        sequences = copy(sequences);
        tables = copy(tables);
        indexes = copy(indexes);
        comments = copy(comments);
    }

    public boolean isEmpty() {
        return equals(EMPTY);
    }

    /** A builder that starts with everything in this schema. */
    public SchemaBuilder toBuilder() {
        return new SchemaBuilder(this);
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> copy(SortedMap<K, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
