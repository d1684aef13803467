package io.qail.shadow;

import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of a row, which is the same for equal rows in both databases. */
final class Rows {

    private static final String BLANK_PADDED = """
            WITH RECURSIVE base(name, type) AS (
                SELECT a.attname, a.atttypid FROM pg_attribute a
                WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT b.name, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.type WHERE t.typtype = 'd')
            SELECT name FROM base WHERE type = 'bpchar'::regtype""";

    private Rows() {}

    /**
     * As SQL over rows that are called {@code _qail_rows}; ordered and hashed byte by byte. The text is that of the types'
     * own output functions: a cast to text can be a user's. Blanks at the end of a {@code char(n)} mean nothing, and the
     * query of the primary may not have filled up with them yet.
     *
     * @param session in the database of the target
     */
    static String text(Session session, ShadowTable table) throws SQLException {
        Set<String> padded = Set.copyOf(session.underCatalogPath(
                () -> session.strings(BLANK_PADDED, table.target().sql())));
        return table.columns().stream()
                .map(column -> {
                    String value = "_qail_rows." + Identifier.quote(column);
                    return padded.contains(column) ? "pg_catalog.rtrim(" + value + "::pg_catalog.text)" : value;
                })
                .collect(Collectors.joining(", ", "ROW(", ")::pg_catalog.text COLLATE pg_catalog.\"C\""));
    }
}
