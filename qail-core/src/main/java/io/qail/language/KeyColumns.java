package io.qail.language;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a key in their parentheses.
 *
 * @param temporal whether the last of them is a range (PostgreSQL 18): {@code without_overlaps} stands behind it in a key,
 *     {@code period} in front of it in a foreign key
 */
record KeyColumns(List<String> names, boolean temporal) {

    static KeyColumns own(Cursor cursor) {
        return read(cursor, false);
    }

    /** Of a foreign key, on either side. */
    static KeyColumns referencing(Cursor cursor) {
        return read(cursor, true);
    }

    private static KeyColumns read(Cursor cursor, boolean foreign) {
        Token list = cursor.peek();
        List<Token> marked = new ArrayList<>();
        List<String> names = cursor.columnList(() -> {
            Token place = cursor.peek();
            if (!marked.isEmpty()) {
                throw cursor.error(place, "the range is the last column of a key", "put this one in front of it");
            }
            if (foreign && atPeriod(cursor)) {
                cursor.acceptKeyword("period");
                marked.add(place);
            }
            String name = cursor.name("the name of a column");
            if (!foreign && cursor.acceptKeyword("without_overlaps")) {
                marked.add(place);
            }
            return name;
        });
        if (!marked.isEmpty() && names.size() == 1) {
            throw cursor.error(list, "a key of ranges needs another column in front of the range", null);
        }
        return new KeyColumns(names, !marked.isEmpty());
    }

    /** A column may have the name {@code period}. */
    private static boolean atPeriod(Cursor cursor) {
        Token second = cursor.peekSecond();
        return cursor.atKeyword("period") && !cursor.is(second, ",") && !cursor.is(second, ")");
    }
}
