package io.qail.shadow;

import io.qail.schema.Identifier;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a row, which is the same for equal rows in both databases. */
final class Rows {

    private Rows() {}

    /** As SQL over rows that are called {@code _qail_rows}; ordered and hashed byte by byte. */
    static String text(List<String> columns) {
        return columns.stream()
                .map(column -> "_qail_rows." + Identifier.quote(column) + "::pg_catalog.text")
                .collect(Collectors.joining(", ", "ROW(", ")::pg_catalog.text COLLATE \"C\""));
    }
}
