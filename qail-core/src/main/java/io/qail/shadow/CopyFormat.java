package io.qail.shadow;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How COPY writes the values of a row. */
enum CopyFormat {
    /** What every type has, and what means the same in every database. */
    TEXT,
    /**
     * The bytes of the values: neither side formats or parses. Of PostgreSQL's own types only, where both sides have the
     * same: an array or a composite of a user's types holds their OIDs, which differ between two databases.
     */
    BINARY;

    /** Own base, range and multirange types, and arrays of them. Of reg… types the text is a name and the bytes an OID. */
    private static final String PORTABLE = """
            SELECT a.attname || ' ' || t.typname FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
            WHERE a.attrelid = ?::pg_catalog.regclass AND a.attname = ANY (?) AND NOT a.attisdropped
              AND t.oid < 16384 AND t.typtype IN ('b', 'r', 'm') AND coalesce(e.typtype, 'b') IN ('b', 'r', 'm')
              AND t.typsend <> 0 AND t.typreceive <> 0 AND t.typname !~ '^_?(reg|xml|oid)'""";

    /** The fastest in which the rows of a table can travel. */
    static CopyFormat of(ShadowTable table, Session from, Session to) throws SQLException {
        if (table.rewritten()) {
            return TEXT;
        }
        Set<String> read = portable(from, table.source().sql(), table.columns());
        return read.size() == table.columns().size()
                        && read.equals(portable(to, table.target().sql(), table.columns()))
                ? BINARY
                : TEXT;
    }

    private static Set<String> portable(Session session, String table, List<String> columns) throws SQLException {
        return new HashSet<>(session.strings(PORTABLE, table, columns));
    }

    /** As an option of COPY. */
    String option() {
        return "FORMAT " + name().toLowerCase(Locale.ROOT);
    }
}
