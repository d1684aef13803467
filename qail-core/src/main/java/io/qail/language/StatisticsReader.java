package io.qail.language;

import io.qail.schema.Expression;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import io.qail.schema.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads extended statistics: {@code statistics st (ndistinct, mcv) on a, (lower(b)) from users target 500}. */
final class StatisticsReader {

    static final List<String> KINDS = List.of("dependencies", "mcv", "ndistinct");

    private final Cursor cursor;

    StatisticsReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Behind the word {@code statistics}. */
    Statistics read() {
        ObjectName name = cursor.objectName("the name of the statistics");
        SortedSet<String> kinds = new TreeSet<>();
        if (cursor.accept("(")) {
            do {
                kinds.add(kind());
            } while (cursor.accept(","));
            cursor.expect(")");
        }
        cursor.expectKeyword("on");
        List<String> columns = new ArrayList<>();
        List<Expression> expressions = new ArrayList<>();
        KeyReader keys = new KeyReader(cursor);
        Token place = cursor.peek();
        do {
            IndexKey key = keys.columnOrExpression();
            if (key.column() != null) {
                columns.add(key.column());
            } else if (key.expression() != null) {
                expressions.add(key.expression());
            }
        } while (cursor.accept(","));
        int keysRead = columns.size() + expressions.size();
        if (keysRead > 8 || (keysRead == 1 && expressions.isEmpty())) {
            throw cursor.error(place, "statistics are on 2 to 8 columns, or on one expression", null);
        }
        if (kinds.isEmpty() && keysRead > 1) {
            kinds.addAll(KINDS);
        }
        cursor.expectKeyword("from");
        ObjectName table = cursor.objectName("the table of the statistics");
        return new Statistics(name, table, kinds, columns, expressions, target());
    }

    private String kind() {
        String kind = cursor.word();
        if (!KINDS.contains(kind)) {
            throw cursor.unexpected("a kind: " + String.join(", ", KINDS), KINDS);
        }
        cursor.next();
        return kind;
    }

    private @Nullable Integer target() {
        if (!cursor.acceptKeyword("target")) {
            return null;
        }
        Token place = cursor.peek();
        long target = cursor.number("the statistics target");
        if (target < 0 || target > 10_000) {
            throw cursor.error(place, "the statistics target is 0 to 10000", null);
        }
        return (int) target;
    }
}
