package io.qail.schema;

import java.util.Comparator;

/**
 * The exact name of an object, case and blanks included.
 *
 * @param schema the schema it lies in; empty for objects that lie in none (schemas, extensions)
 */
public record ObjectName(String schema, String name) implements Comparable<ObjectName> {

    private static final Comparator<ObjectName> ORDER =
            Comparator.comparing(ObjectName::schema).thenComparing(ObjectName::name);

    public static ObjectName of(String schema, String name) {
        return new ObjectName(schema, name);
    }

    /** The name of an object that lies in no schema. */
    public static ObjectName global(String name) {
        return new ObjectName("", name);
    }

    public ObjectName withName(String other) {
        return new ObjectName(schema, other);
    }

    /** The qualified name as SQL text, quoted where PostgreSQL needs it. */
    public String sql() {
        return schema.isEmpty() ? Identifier.quote(name) : Identifier.quote(schema) + "." + Identifier.quote(name);
    }

    /** The name for people and for {@code .qail} text: as {@link #sql()}, without the default schema. */
    public String display(String defaultSchema) {
        return schema.equals(defaultSchema) ? Identifier.quote(name) : sql();
    }

    @Override
    public int compareTo(ObjectName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return sql();
    }
}
