package io.qail.schema;

import java.util.Set;

/** Whether two values of a type are the same value; not what the type's own {@code =} says of all of them. */
public final class ValueComparison {

    /** The types whose {@code =} holds for identical values only, up to the scale of numerics and the sign of zero. */
    private static final Set<String> EQUAL_IS_SAME = Set.of(
            "boolean",
            "smallint",
            "integer",
            "bigint",
            "oid",
            "numeric",
            "real",
            "double precision",
            "date",
            "time without time zone",
            "timestamp without time zone",
            "timestamp with time zone",
            "uuid",
            "bytea",
            "jsonb",
            "regclass",
            "regcollation",
            "regconfig",
            "regdictionary",
            "regnamespace",
            "regoper",
            "regoperator",
            "regproc",
            "regprocedure",
            "regrole",
            "regtype");

    private ValueComparison() {}

    /**
     * SQL that is true where two values of the type differ. By their texts, byte for byte, where the type has no equality
     * (json, xml, point), a loose one (citext, interval, box, collations that ignore case) or one made by a user.
     *
     * @param one SQL of a value, as is {@code other}
     */
    public static String differ(DataType type, String one, String other) {
        if (type.schema() == null && !type.isArray() && EQUAL_IS_SAME.contains(type.name())) {
            return "(" + one + ") IS DISTINCT FROM (" + other + ")";
        }
        return bytes(type, one) + " IS DISTINCT FROM " + bytes(type, other);
    }

    private static String bytes(DataType type, String value) {
        return "(" + text(type, "(" + value + ")") + ") COLLATE pg_catalog.\"C\"";
    }

    /** The output function of xml changes the declaration; the cast leaves it. */
    private static String text(DataType type, String value) {
        if (type.schema() == null && type.name().equals("xml")) {
            return type.isArray() ? OutputText.of(value + "::pg_catalog.text[]") : value + "::pg_catalog.text";
        }
        return OutputText.of(value);
    }
}
