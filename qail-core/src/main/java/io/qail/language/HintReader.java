package io.qail.language;

import io.qail.error.SourcePosition;
import io.qail.language.Token.Kind;
import io.qail.schema.Expression;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Statement;
import java.util.List;

/** Reads what points at objects: {@code rename}, {@code transform}, {@code drop}, {@code comment on}. */
final class HintReader {

    private final Cursor cursor;
    private final AddressReader addresses;

    HintReader(Cursor cursor) {
        this.cursor = cursor;
        this.addresses = new AddressReader(cursor);
    }

    /** Behind the word {@code rename}. */
    Statement rename(SourcePosition position) {
        Token place = cursor.peek();
        ObjectKind kind = addresses.kind();
        if (kind != null && kind != ObjectKind.TABLE && kind != ObjectKind.COLUMN) {
            throw cursor.error(
                    place,
                    "only tables and columns can be renamed",
                    "drop the " + cursor.text(place) + " and declare the new one");
        }
        List<String> from = cursor.path("a table or column");
        cursor.expect("->");
        Token second = cursor.peek();
        List<String> to = cursor.path("the new name");
        if (kind == ObjectKind.TABLE || (kind == null && from.size() == 1)) {
            return new Statement.RenameTable(position, addresses.name(place, from), addresses.name(second, to));
        }
        Cursor.Member old = cursor.member(place, from, "a column");
        if (to.size() == 1) {
            throw cursor.error(
                    second,
                    "the new name of a column is written with its table",
                    "write `" + String.join(".", from.subList(0, from.size() - 1)) + "." + cursor.text(second) + "`");
        }
        Cursor.Member renamed = cursor.member(second, to, "a column");
        if (!old.table().equals(renamed.table())) {
            throw cursor.error(
                    second,
                    "a column cannot be renamed into another table",
                    "add the new column, fill it with `transform`, then drop the old one");
        }
        return new Statement.RenameColumn(position, old.table(), old.name(), renamed.name());
    }

    /** Behind the word {@code transform}: the expression ends at the last arrow of the line. */
    Statement transform(SourcePosition position) {
        Token first = cursor.peek();
        SqlReader sql = new SqlReader(cursor);
        int end = -1;
        int behind = -1;
        Token token = first;
        int previous = first.start();
        while (token.kind() != Kind.END && (token.start() == first.start() || !token.firstOfLine())) {
            if (cursor.is(token, "->")) {
                end = previous;
                behind = token.end();
            }
            previous = cursor.is(token, "(") ? sql.closing(token).end() : token.end();
            token = cursor.lexer().nextOfSql(previous);
        }
        if (first.firstOfLine() || end <= first.start()) {
            throw cursor.error(
                    first,
                    "`transform` needs an expression and the column that it fills",
                    "write `transform expression -> table.column`");
        }
        String text = cursor.lexer().text.substring(first.start(), end);
        if (text.indexOf(';') >= 0) {
            rejectSemicolon(first, end);
        }
        cursor.moveTo(behind);
        Cursor.Member target = cursor.member("the column to fill");
        return new Statement.Transform(
                position, new Expression(StringLiteral.withLineFeeds(text)), target.table(), target.name());
    }

    /** Whether the text can stand behind {@code transform} without parentheses around it. */
    static boolean readsTransform(String text) {
        try {
            HintReader reader = new HintReader(Cursor.over("_ " + text + " -> t.c"));
            reader.cursor.next();
            return reader.transform(new SourcePosition("", 1, 1)) instanceof Statement.Transform transform
                    && transform.expression().text().equals(text);
        } catch (SyntaxError error) {
            return false;
        }
    }

    private void rejectSemicolon(Token first, int end) {
        for (Token token = first; token.start() < end; token = cursor.lexer().nextOfSql(token.end())) {
            if (cursor.is(token, ";")) {
                throw cursor.error(token, "a semicolon cannot stand in an expression", null);
            }
        }
    }

    /** Behind the word {@code drop}. */
    Statement drop(SourcePosition position) {
        ObjectAddress target = addresses.address(addresses.kind());
        return new Statement.Drop(position, target, cursor.acceptKeyword("confirm"));
    }

    /** Behind {@code comment on}. */
    Statement comment(SourcePosition position) {
        ObjectAddress target = addresses.address(addresses.kind());
        cursor.acceptKeyword("is");
        if (cursor.acceptKeyword("null")) {
            return new Statement.DeclareComment(position, target, null);
        }
        String text = cursor.string("the text of the comment in quotes, or `null`");
        // As in PostgreSQL, where an empty comment is none.
        return new Statement.DeclareComment(position, target, text.isEmpty() ? null : text);
    }
}
