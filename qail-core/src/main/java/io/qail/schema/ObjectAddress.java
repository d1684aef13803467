package io.qail.schema;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Points at one object of a schema.
 *
 * @param name its name; for a column, constraint, trigger or policy the name of its table (or view, domain, type)
 * @param member the name of the column, constraint, trigger or policy within its table; the types of the arguments of a
 *     function, procedure or aggregate, {@code integer, text}; for default privileges the role whose objects are meant;
 *     else null
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

    /** The address for people, the default schema left out: {@code users.email}, {@code billing.total(integer)}. */
    public String display(String defaultSchema) {
        String text = name.display(defaultSchema);
        if (member == null) {
            return text;
        }
        return kind.isRoutine() ? text + "(" + member + ")" : text + "." + Identifier.quote(member);
    }

    /** The object as {@code DROP}, {@code COMMENT ON} and {@code GRANT … ON} name it, its kind in front. */
    public String sql() {
        if (member == null) {
            return kind.keyword() + " " + name.sql();
        }
        return switch (kind) {
            case FUNCTION, PROCEDURE -> kind.keyword() + " " + name.sql() + "(" + member + ")";
            case AGGREGATE -> kind.keyword() + " " + name.sql() + "(" + (member.isEmpty() ? "*" : member) + ")";
            case COLUMN -> "COLUMN " + name.sql() + "." + Identifier.quote(member);
            default -> kind.keyword() + " " + Identifier.quote(member) + " ON " + name.sql();
        };
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
