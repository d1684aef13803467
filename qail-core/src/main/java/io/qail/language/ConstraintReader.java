package io.qail.language;

import io.qail.schema.CheckConstraint;
import io.qail.schema.Constraint;
import io.qail.schema.Deferrability;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.ReferentialAction;
import io.qail.schema.UniqueConstraint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads constraints that are lines of a table, and the beginnings of those behind a column. A missing name is empty. */
final class ConstraintReader {

    static final List<String> LINES = List.of("primary_key", "foreign_key", "unique", "check", "exclude", "constraint");

    private final Cursor cursor;
    private final SqlReader sql;
    private final KeyReader keys;
    private final ConstraintOptionReader options;

    ConstraintReader(Cursor cursor) {
        this.cursor = cursor;
        this.sql = new SqlReader(cursor);
        this.keys = new KeyReader(cursor);
        this.options = new ConstraintOptionReader(cursor);
    }

    /** Whether a constraint and not a column begins here: what follows tells a keyword from a column of that name. */
    boolean atConstraint() {
        String word = cursor.word();
        Token second = cursor.peekSecond();
        return switch (word) {
            case "constraint" -> true;
            case "primary_key", "foreign_key", "check" -> cursor.is(second, "(");
            case "primary" -> cursor.wordOf(second).equals("key");
            case "foreign" -> cursor.wordOf(second).equals("key");
            case "unique" -> cursor.is(second, "(") || cursor.wordOf(second).startsWith("nulls");
            case "exclude" -> cursor.is(second, "(") || cursor.wordOf(second).equals("using");
            default -> false;
        };
    }

    /** A whole line of a table. */
    Constraint line() {
        String name = "";
        if (cursor.acceptKeyword("constraint")) {
            name = cursor.name("the name of the constraint");
        }
        Constraint constraint = body().withName(name);
        while (!cursor.atItemEnd()) {
            constraint = options.read(constraint, true);
        }
        return constraint;
    }

    private Constraint body() {
        if (cursor.acceptKeyword("primary_key")) {
            KeyColumns key = KeyColumns.own(cursor);
            return new PrimaryKey("", key.names(), List.of(), Deferrability.NOT_DEFERRABLE, key.temporal());
        }
        if (cursor.acceptKeyword("unique")) {
            boolean equalNulls = cursor.acceptKeyword("nulls_not_distinct");
            KeyColumns key = KeyColumns.own(cursor);
            return new UniqueConstraint(
                    "", key.names(), List.of(), equalNulls, Deferrability.NOT_DEFERRABLE, key.temporal());
        }
        if (cursor.acceptKeyword("check")) {
            return check();
        }
        if (cursor.acceptKeyword("foreign_key")) {
            Token place = cursor.peek();
            KeyColumns columns = KeyColumns.referencing(cursor);
            cursor.expectKeyword("references");
            return references(columns, place);
        }
        if (cursor.acceptKeyword("exclude")) {
            String method = cursor.acceptKeyword("using") ? cursor.name("an index method") : "btree";
            List<ExclusionConstraint.Element> elements = keys.exclusions();
            Expression where = cursor.acceptKeyword("where") ? sql.parenthesised("a condition") : null;
            return new ExclusionConstraint("", method, elements, where, Deferrability.NOT_DEFERRABLE);
        }
        throw cursor.unexpected("a constraint", LINES);
    }

    /** Behind the word {@code check}. */
    CheckConstraint check() {
        return new CheckConstraint("", sql.parenthesised("a condition"), false);
    }

    /** Behind the word {@code references}: {@code T(c)}, {@code T} or {@code (T.c)}. */
    ForeignKey references(KeyColumns columns, Token place) {
        ObjectName target;
        KeyColumns targetColumns = new KeyColumns(List.of(), columns.temporal());
        if (cursor.accept("(")) {
            Cursor.Member member = cursor.member("the referenced column");
            cursor.expect(")");
            target = member.table();
            targetColumns = new KeyColumns(List.of(member.name()), false);
        } else {
            target = cursor.objectName("the referenced table");
            if (!cursor.atLineEnd() && cursor.at("(")) {
                targetColumns = KeyColumns.referencing(cursor);
            }
        }
        int referenced = targetColumns.names().size();
        if (referenced > 0 && referenced != columns.names().size()) {
            throw cursor.error(
                    place,
                    "the foreign key has " + columns.names().size() + " columns and references " + referenced,
                    null);
        }
        if (targetColumns.temporal() != columns.temporal()) {
            throw cursor.error(
                    place, "`period` stands on one side of the foreign key only", "write it in both lists, or in none");
        }
        return new ForeignKey(
                "",
                columns.names(),
                target,
                targetColumns.names(),
                ReferentialAction.NO_ACTION,
                ReferentialAction.NO_ACTION,
                false,
                Deferrability.NOT_DEFERRABLE,
                List.of(),
                columns.temporal());
    }

    /** Reads one option of the constraint that stands in front of it, or gives null when there is none. */
    @Nullable
    Constraint option(Constraint constraint) {
        return options.atOption() ? options.read(constraint, false) : null;
    }
}
