package io.qail.language;

import io.qail.schema.ObjectName;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Names from harmless to hostile, each given out once in its place. */
final class RandomNames {

    private static final List<String> HARMLESS =
            List.of("users", "orders", "invoice_lines", "a", "id", "name", "created_at", "total", "email", "t1", "_x");

    private static final List<String> HOSTILE = List.of(
            "Users",
            "order",
            "select",
            "with blank",
            "with.dot",
            "quo\"te",
            "x\"; drop table users; --",
            "semi;colon",
            "dash--dash",
            "/*comment*/",
            "#hash",
            "über",
            "名前",
            "tab\there",
            "new\nline",
            "carriage\r\nreturn",
            "a$b",
            "$tag$",
            "'quoted'",
            "{brace}",
            "(paren",
            "back\\slash",
            "->",
            "confirm",
            "null",
            "not_null",
            "primary_key",
            "foreign_key",
            "unique",
            "check",
            "constraint",
            "exclude",
            "default",
            "storage",
            "table",
            "column",
            "index",
            "sequence",
            "enum",
            "type",
            "serial",
            "int4",
            "str",
            "partition_by",
            "partition_of",
            "enable_rls",
            "on",
            "1st",
            "n".repeat(63),
            "ü".repeat(31));

    private final Random random;
    private final Set<ObjectName> used = new HashSet<>();

    RandomNames(Random random) {
        this.random = random;
    }

    /** A name that nothing in that place has. */
    String free(String place) {
        List<String> pool = random.nextInt(3) == 0 ? HOSTILE : HARMLESS;
        String base = pool.get(random.nextInt(pool.size()));
        String name = base;
        for (int i = 2; !used.add(ObjectName.of(place, name)); i++) {
            String shorter = base.length() > 25 ? base.substring(0, 20) : base;
            name = shorter + i;
        }
        return name;
    }

    /** Takes the name, unless it is taken. */
    boolean take(String place, String name) {
        return used.add(ObjectName.of(place, name));
    }
}
