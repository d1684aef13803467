package io.qail.language;

import io.qail.schema.Expression;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code unique index concurrently uq on users using btree (email) include (name) where …}. */
final class IndexReader {

    private static final List<String> CLAUSES = List.of("include", "nulls_not_distinct", "with", "where");

    private final Cursor cursor;
    private final SqlReader sql;
    private final KeyReader keys;

    IndexReader(Cursor cursor) {
        this.cursor = cursor;
        this.sql = new SqlReader(cursor);
        this.keys = new KeyReader(cursor);
    }

    /** Behind the word {@code index}. No clause can begin a statement, so each may stand on a line of its own. */
    Index read(boolean unique) {
        boolean concurrently = cursor.acceptKeyword("concurrently");
        Token place = cursor.peek();
        if (cursor.atKeyword("on")) {
            throw cursor.error(place, "an index needs a name", "write `index name on table (columns)`");
        }
        List<String> path = cursor.path("the name of the index");
        cursor.expectKeyword("on");
        ObjectName table = cursor.objectName("the table of the index");
        if (path.size() > 2 || (path.size() == 2 && !path.get(0).equals(table.schema()))) {
            throw cursor.error(place, "an index lies in the schema of its table", "write its name without a schema");
        }
        ObjectName name = table.withName(path.get(path.size() - 1));
        String method = cursor.acceptKeyword("using") ? cursor.name("an index method") : "btree";
        List<IndexKey> read = keys.keys();
        List<String> include = List.of();
        boolean equalNulls = false;
        Expression where = null;
        SortedMap<String, String> parameters = new TreeMap<>();
        while (CLAUSES.stream().anyMatch(cursor::atKeyword)) {
            if (cursor.acceptKeyword("include")) {
                include = cursor.columnList();
            } else if (cursor.acceptKeyword("nulls_not_distinct")) {
                equalNulls = true;
            } else if (cursor.acceptKeyword("with")) {
                parameters = new ParameterReader(cursor).parameters();
            } else {
                cursor.expectKeyword("where");
                where = where();
            }
        }
        if (!cursor.atLineEnd()) {
            throw cursor.unexpected("the end of the line", CLAUSES);
        }
        return new Index(name, table, unique, concurrently, method, read, include, equalNulls, where, parameters);
    }

    /** The rest of the line; parentheses around the whole are not part of the condition. */
    private @Nullable Expression where() {
        if (cursor.at("(")) {
            Token behind = cursor.lexer().next(sql.closing(cursor.peek()).end());
            boolean clause = CLAUSES.contains(cursor.wordOf(behind));
            if (behind.firstOfLine() || clause) {
                return sql.parenthesised("a condition");
            }
        }
        return sql.bare("a condition", token -> false);
    }
}
