package io.qail.schema;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Points at one object of a schema.
 *
 * @param name its name; for a column or constraint the name of its table
 * @param member the name of the column or constraint within its table, else null
 */
public record ObjectAddress(
        ObjectKind kind, ObjectName name, @Nullable String member) implements Comparable<ObjectAddress> {

    private static final Comparator<ObjectAddress> ORDER = Comparator.comparing(ObjectAddress::kind)
            .thenComparing(ObjectAddress::name)
            .thenComparing(ObjectAddress::member, Comparator.nullsFirst(Comparator.naturalOrder()));

    public static ObjectAddress of(ObjectKind kind, ObjectName name) {
        return new ObjectAddress(kind, name, null);
    }

    public static ObjectAddress table(ObjectName name) {
        return of(ObjectKind.TABLE, name);
    }

    public static ObjectAddress column(ObjectName table, String column) {
        return new ObjectAddress(ObjectKind.COLUMN, table, column);
    }

    public static ObjectAddress constraint(ObjectName table, String constraint) {
        return new ObjectAddress(ObjectKind.CONSTRAINT, table, constraint);
    }

    public static ObjectAddress index(ObjectName name) {
        return of(ObjectKind.INDEX, name);
    }

    /** The address for people, the default schema left out: {@code users.email}, {@code billing.invoices}. */
    public String display(String defaultSchema) {
        String text = name.display(defaultSchema);
        return member == null ? text : text + "." + Identifier.quote(member);
    }

    @Override
    public int compareTo(ObjectAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return kind + " " + display("");
    }
}
