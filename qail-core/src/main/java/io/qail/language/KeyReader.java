package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the keys of indexes and exclusion constraints. */
final class KeyReader {

    private final Cursor cursor;
    private final SqlReader sql;

    KeyReader(Cursor cursor) {
        this.cursor = cursor;
        this.sql = new SqlReader(cursor);
    }

    /** {@code (lower(email) desc, id)}. */
    List<IndexKey> keys() {
        List<IndexKey> keys = new ArrayList<>();
        cursor.expect("(");
        do {
            keys.add(key());
        } while (cursor.accept(","));
        cursor.expect(")");
        return keys;
    }

    /** {@code (hall with =, during with &&)}. */
    List<ExclusionConstraint.Element> exclusions() {
        List<ExclusionConstraint.Element> elements = new ArrayList<>();
        cursor.expect("(");
        do {
            IndexKey key = key();
            cursor.expectKeyword("with");
            elements.add(new ExclusionConstraint.Element(key, operator()));
        } while (cursor.accept(","));
        cursor.expect(")");
        return elements;
    }

    String operator() {
        if (cursor.peek().kind() == Kind.OPERATOR) {
            return cursor.text(cursor.next());
        }
        if (!cursor.acceptKeyword("operator")) {
            throw cursor.unexpected("an operator", List.of());
        }
        cursor.expect("(");
        StringBuilder qualified = new StringBuilder("OPERATOR(");
        while (Cursor.isName(cursor.peek())) {
            qualified.append(Identifier.quote(cursor.name("a schema"))).append('.');
            cursor.expect(".");
        }
        if (cursor.peek().kind() != Kind.OPERATOR) {
            throw cursor.unexpected("an operator", List.of());
        }
        qualified.append(cursor.text(cursor.next()));
        cursor.expect(")");
        return qualified.append(')').toString();
    }

    private IndexKey key() {
        IndexKey what = columnOrExpression();
        ObjectName collation = cursor.acceptKeyword("collate") ? collation() : null;
        String operatorClass = operatorClass();
        boolean descending = cursor.acceptKeyword("desc");
        if (!descending) {
            cursor.acceptKeyword("asc");
        }
        boolean nullsFirst = cursor.acceptKeyword("nulls_first");
        if (!nullsFirst && !cursor.acceptKeyword("nulls_last")) {
            nullsFirst = descending;
        }
        return new IndexKey(what.column(), what.expression(), collation, operatorClass, descending, nullsFirst);
    }

    IndexKey columnOrExpression() {
        if (cursor.at("(")) {
            return IndexKey.expression(sql.parenthesised("an expression"));
        }
        Token first = cursor.peek();
        List<String> path = cursor.path("a column or an expression in parentheses");
        if (cursor.at("(")) {
            Token close = sql.closing(cursor.peek());
            String call = cursor.lexer().text.substring(first.start(), close.end());
            cursor.moveTo(close.end());
            return IndexKey.expression(new Expression(StringLiteral.withLineFeeds(call)));
        }
        if (path.size() > 1) {
            throw cursor.error(first, "a key of an index is a column of its table", "leave the table out");
        }
        boolean expression = cursor.peek().kind() == Kind.OPERATOR || cursor.at("::");
        if (expression) {
            throw cursor.error(first, "an expression in an index must stand in parentheses", null);
        }
        return IndexKey.column(path.get(0));
    }

    /** Whether the text is the call of a function, which can stand in an index without parentheses around it. */
    static boolean readsCall(String text) {
        try {
            KeyReader reader = new KeyReader(Cursor.over("(" + text + ")"));
            return !text.startsWith("(") && reader.keys().equals(List.of(IndexKey.expression(new Expression(text))));
        } catch (SyntaxError error) {
            return false;
        }
    }

    /** A bare collation is one of PostgreSQL's own: which others exist, only a server can tell. */
    ObjectName collation() {
        Token place = cursor.peek();
        List<String> path = cursor.path("a collation");
        return switch (path.size()) {
            case 1 -> ObjectName.of("pg_catalog", path.get(0));
            case 2 -> ObjectName.of(path.get(0), path.get(1));
            default -> throw cursor.error(place, "too many dots in a collation", "write `schema.collation`");
        };
    }

    private @Nullable String operatorClass() {
        boolean other = cursor.atKeyword("asc")
                || cursor.atKeyword("desc")
                || cursor.atKeyword("nulls_first")
                || cursor.atKeyword("nulls_last")
                || cursor.atKeyword("with");
        if (other || !Cursor.isName(cursor.peek())) {
            return null;
        }
        String name =
                cursor.path("an operator class").stream().map(Identifier::quote).collect(Collectors.joining("."));
        return cursor.at("(") ? name + "(" + sql.parenthesised("the options of the operator class") + ")" : name;
    }
}
