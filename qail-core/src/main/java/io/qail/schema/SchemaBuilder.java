package io.qail.schema;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects the objects of a {@link Schema}; the maps are open to change until {@link #build()}. Not thread-safe. */
public final class SchemaBuilder {

    public final SortedSet<String> schemas;
    public final SortedMap<String, Extension> extensions;
    public final SortedMap<ObjectName, EnumType> enums;
    public final SortedMap<ObjectName, Sequence> sequences;
    public final SortedMap<ObjectName, Table> tables;
    public final SortedMap<ObjectName, Index> indexes;
    public final SortedMap<ObjectAddress, SchemaObject> objects;
    public final SortedSet<Grant> grants;
    public final SortedMap<ObjectAddress, String> comments;

    SchemaBuilder(Schema schema) {
        schemas = new TreeSet<>(schema.schemas());
        extensions = new TreeMap<>(schema.extensions());
        enums = new TreeMap<>(schema.enums());
        sequences = new TreeMap<>(schema.sequences());
        tables = new TreeMap<>(schema.tables());
        indexes = new TreeMap<>(schema.indexes());
        objects = new TreeMap<>(schema.objects());
        grants = new TreeSet<>(schema.grants());
        comments = new TreeMap<>(schema.comments());
    }

    /** Puts the object under its own address. */
    public void put(SchemaObject object) {
        objects.put(object.address(), object);
    }

    public Schema build() {
        return new Schema(schemas, extensions, enums, sequences, tables, indexes, objects, grants, comments);
    }
}
