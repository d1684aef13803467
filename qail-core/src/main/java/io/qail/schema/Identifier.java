package io.qail.schema;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A PostgreSQL identifier in SQL text: quoted whenever PostgreSQL would read the bare word as something else. */
public final class Identifier {

    /** The longest name in bytes: {@code NAMEDATALEN - 1}. PostgreSQL cuts longer ones without an error. */
    public static final int MAX_BYTES = 63;

    private static final Pattern BARE = Pattern.compile("[a-z_][a-z0-9_]*");

    /** Every keyword of PostgreSQL 14 to 18 that is not UNRESERVED, which is the set that quote_ident() quotes. */
    private static final Set<String> KEYWORDS =
            Set.of(("all analyse analyze and any array as asc asymmetric authorization "
                            + "between bigint binary bit boolean both case cast char character check coalesce collate collation "
                            + "column concurrently constraint create cross current_catalog current_date current_role "
                            + "current_schema current_time current_timestamp current_user dec decimal default deferrable desc "
                            + "distinct do else end except exists extract false fetch float for foreign freeze from full grant "
                            + "greatest group grouping having ilike in initially inner inout int integer intersect interval into "
                            + "is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query "
                            + "json_scalar json_serialize json_table json_value lateral leading least left like limit localtime "
                            + "localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric "
                            + "offset on only or order out outer overlaps overlay placing position precision primary real "
                            + "references returning right row select session_user setof similar smallint some substring "
                            + "symmetric system_user table tablesample then time timestamp to trailing treat trim true union "
                            + "unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat "
                            + "xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable")
                    .split(" "));

    private Identifier() {}

    /** The name as SQL text; quoted unless it is a lower-case bare word that is no keyword. */
    public static String quote(String name) {
        if (BARE.matcher(name).matches() && !KEYWORDS.contains(name)) {
            return name;
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Whether the lower-case word is one that PostgreSQL reserves, so that bare it is no name of a column. */
    public static boolean isKeyword(String word) {
        return KEYWORDS.contains(word);
    }

    /** Folds an unquoted word as PostgreSQL does in a UTF-8 database: ASCII letters only. */
    public static String fold(String word) {
        return word.chars().allMatch(c -> c < 128) ? word.toLowerCase(Locale.ROOT) : foldAscii(word);
    }

    /** Whether PostgreSQL would cut the name. */
    public static boolean isTooLong(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    /**
     * The name PostgreSQL gives an unnamed constraint or sequence: parts joined by {@code _}, the longer of table and
     * column cut first until all fits ({@code makeObjectName} in PostgreSQL's indexcmds.c).
     */
    public static String generated(String table, String column, String label) {
        int room = MAX_BYTES - bytes(label) - 1 - (column.isEmpty() ? 0 : 1);
        String first = table;
        String second = column;
        while (bytes(first) + bytes(second) > room) {
            if (bytes(first) > bytes(second)) {
                first = cutLast(first);
            } else {
                second = cutLast(second);
            }
        }
        return second.isEmpty() ? first + "_" + label : first + "_" + second + "_" + label;
    }

    private static String cutLast(String text) {
        return text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String foldAscii(String word) {
        StringBuilder folded = new StringBuilder(word.length());
        word.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        return folded.toString();
    }
}
