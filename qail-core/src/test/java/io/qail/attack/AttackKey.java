package io.qail.attack;

import io.qail.schema.SqlLiteral;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the rows of an attacked table are told apart, and what the version does to that. */
enum AttackKey {
    NONE(List.of(), "", null, null),
    INTEGER(List.of("integer"), "PRIMARY KEY", null, null),
    BIGINT(List.of("bigint"), "UNIQUE", null, null),
    TEXT(List.of("text"), "PRIMARY KEY", null, null),
    BPCHAR(List.of("character(12)"), "PRIMARY KEY", null, null),
    NUMERIC(List.of("numeric"), "PRIMARY KEY", null, null),
    UUID(List.of("uuid"), "PRIMARY KEY", null, null),
    TIMESTAMPTZ(List.of("timestamp with time zone"), "PRIMARY KEY", null, null),
    CITEXT(List.of("off_path.citext"), "PRIMARY KEY", null, null),
    COMPOSITE(List.of("timestamp with time zone", "text"), "PRIMARY KEY", null, null),
    ENUM(List.of("key_enum"), "PRIMARY KEY", null, null),
    DOMAIN(List.of("padded_again"), "PRIMARY KEY", null, null),
    INTEGER_TO_BIGINT(List.of("integer"), "PRIMARY KEY", "bigint", null),
    INTEGER_TO_TEXT(List.of("integer"), "PRIMARY KEY", "text", null),
    VARCHAR_TO_TEXT(List.of("varchar(30)"), "PRIMARY KEY", "text", null),
    VARCHAR_WIDENED(List.of("varchar(30)"), "UNIQUE", "varchar(50)", null),
    COMPOSITE_TO_BIGINT(List.of("integer", "text"), "PRIMARY KEY", "bigint", null),
    TEXT_TO_CITEXT(List.of("text"), "PRIMARY KEY", "off_path.citext", null),
    RENAMED(List.of("text"), "PRIMARY KEY", null, "new key"),
    RENAMED_AND_RETYPED(List.of("integer"), "PRIMARY KEY", "bigint", "new key");

    private static final List<String> HARD = List.of(
            "a,b", "\"quoted\"", "[1]", "{x}", "it's", "back\\slash", "", "null", "(a,b)", "é😀", "#2", "line\nfeed");

    private final List<String> types;
    private final String constraint;
    /** The new type of the first column. */
    final @Nullable String retyped;

    final @Nullable String renamed;

    AttackKey(List<String> types, String constraint, @Nullable String retyped, @Nullable String renamed) {
        this.types = types;
        this.constraint = constraint;
        this.retyped = retyped;
        this.renamed = renamed;
    }

    List<String> columns() {
        return types.size() == 2 ? List.of("k", "k 2") : types.size() == 1 ? List.of("k") : List.of();
    }

    List<String> columnsAfter() {
        return renamed == null ? columns() : List.of(renamed);
    }

    boolean primary() {
        return constraint.equals("PRIMARY KEY");
    }

    /** The definitions, as they stand in CREATE TABLE. */
    List<String> definitions() {
        if (types.isEmpty()) {
            return List.of();
        }
        String names = columns().stream().map(Sql::name).collect(Collectors.joining(", "));
        List<String> definitions = new java.util.ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            definitions.add(Sql.name(columns().get(i)) + " " + types.get(i) + " NOT NULL");
        }
        definitions.add(constraint + " (" + names + ")");
        return definitions;
    }

    /** The key of the n-th row as SQL, one expression for each column. */
    List<String> of(int n) {
        return switch (this) {
            case NONE -> List.of();
            case INTEGER, BIGINT, INTEGER_TO_BIGINT, INTEGER_TO_TEXT, RENAMED_AND_RETYPED ->
                List.of(String.valueOf(n - 3));
            case NUMERIC -> List.of(n == 0 ? "'NaN'" : n == 1 ? "1.50" : n == 2 ? "1e30" : String.valueOf(n));
            case UUID -> List.of(String.format("'00000000-0000-0000-0000-%012d'", n));
            case TIMESTAMPTZ ->
                List.of(n == 0 ? "'infinity'" : "'2024-03-31 02:30:00+02'::timestamptz + interval '7 minutes' * " + n);
            case COMPOSITE ->
                List.of("'2024-10-27 02:30:00+02'::timestamptz + interval '1 hour' * " + n % 2, hard(n / 2));
            case COMPOSITE_TO_BIGINT -> List.of(String.valueOf(n % 2), hard(n / 2));
            case ENUM -> List.of("'" + (char) ('a' + n) + ",\"'''");
            case BPCHAR, DOMAIN -> List.of("'k" + n + " '");
            case CITEXT, TEXT, TEXT_TO_CITEXT, VARCHAR_TO_TEXT, VARCHAR_WIDENED, RENAMED -> List.of(hard(n));
        };
    }

    private static String hard(int n) {
        return SqlLiteral.quote(n < HARD.size() ? HARD.get(n) : "key" + n);
    }

    /** The lines of the script. */
    List<String> script(String table) {
        List<String> lines = new java.util.ArrayList<>();
        if (renamed != null) {
            lines.add("rename " + table + "." + Sql.name("k") + " -> " + table + "." + Sql.name(renamed));
        }
        if (retyped != null) {
            lines.add("alter " + table + "." + Sql.name(renamed == null ? "k" : renamed) + " " + retyped);
        }
        return lines;
    }

    /** The type of {@link #ENUM}: its labels hold a comma and both quotes. */
    static String enumType() {
        StringBuilder labels = new StringBuilder();
        for (char c = 'a'; c <= 'x'; c++) {
            labels.append(labels.isEmpty() ? "'" : ", '").append(c).append(",\"'''");
        }
        return "CREATE TYPE key_enum AS ENUM (" + labels + ");";
    }
}
