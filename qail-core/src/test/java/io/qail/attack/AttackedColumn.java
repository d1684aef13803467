package io.qail.attack;

import io.qail.attack.AttackTypes.Retype;
import io.qail.schema.SqlLiteral;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column and what the version does to it.
 *
 * @param offset which of its values the first row has
 * @param retype of {@link Action#RETYPE} alone
 */
record AttackedColumn(
        String name,
        String type,
        Action action,
        int offset,
        boolean withDefault,
        @Nullable Retype retype) {

    enum Action {
        KEEP,
        DROP,
        TO_TEXT,
        RETYPE,
        /** A transform onto the column that nulls it. */
        EMPTY,
        /** A transform onto the column that fills its NULLs. */
        FILL,
        /** A transform with another result each time. */
        VOLATILE,
        /** A transform that reads another table. */
        READ_OTHER,
        RENAME,
        RENAME_TO_TEXT
    }

    String nameAfter() {
        return action == Action.RENAME || action == Action.RENAME_TO_TEXT ? name + "_new" : name;
    }

    boolean survives() {
        return action != Action.DROP;
    }

    /** Whether its values are others, or of another type, afterwards. */
    boolean changes() {
        return switch (action) {
            case KEEP, DROP, RENAME -> false;
            default -> true;
        };
    }

    String value(int row) {
        List<String> values = AttackTypes.values(type);
        int n = Math.floorMod(row + offset, values.size() + 1);
        return n == values.size() ? "NULL" : literal(values.get(n));
    }

    private String literal(String text) {
        return SqlLiteral.quote(text) + "::" + type;
    }

    List<String> script(String table) {
        String column = table + "." + Sql.name(name);
        return switch (action) {
            case KEEP -> List.of();
            case DROP -> List.of("drop " + column);
            case TO_TEXT -> List.of("alter " + column + " text");
            case RETYPE ->
                retype == null || retype.using().isEmpty()
                        ? List.of("alter " + column + " " + (retype == null ? "text" : retype.to()))
                        : List.of(
                                "alter " + column + " " + retype.to(),
                                "transform " + retype.using().replace("%s", Sql.name(name)) + " -> " + column);
            case EMPTY -> List.of("transform NULL::" + type + " -> " + column);
            case FILL ->
                List.of("transform coalesce(" + Sql.name(name) + ", "
                        + literal(AttackTypes.values(type).get(0)) + ") -> " + column);
            case VOLATILE -> List.of("transform CASE WHEN random() < 0.5 THEN " + Sql.name(name) + " END -> " + column);
            case READ_OTHER ->
                List.of("transform (SELECT CASE WHEN o.n = 0 THEN NULL::" + type + " END FROM public.other o) -> "
                        + column);
            case RENAME -> List.of("rename " + column + " -> " + table + "." + Sql.name(nameAfter()));
            case RENAME_TO_TEXT ->
                List.of(
                        "rename " + column + " -> " + table + "." + Sql.name(nameAfter()),
                        "alter " + table + "." + Sql.name(nameAfter()) + " text");
        };
    }

    String operation() {
        return retype == null
                ? action.name()
                : retype.to() + (retype.using().isEmpty() ? "" : " using " + retype.using());
    }
}
