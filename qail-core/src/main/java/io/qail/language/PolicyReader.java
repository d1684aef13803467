package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads policies: {@code policy tenant on users for select to app using (…)}. */
final class PolicyReader {

    private static final List<String> COMMANDS = List.of("all", "select", "insert", "update", "delete");
    private static final List<String> WORDS = List.of("permissive", "restrictive", "for", "to", "using", "with_check");

    private final Cursor cursor;

    PolicyReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Behind the word {@code policy}. */
    Policy read() {
        String name = cursor.name("the name of the policy");
        cursor.expectKeyword("on");
        ObjectName table = cursor.objectName("the table of the policy");
        boolean permissive = true;
        String command = "all";
        List<String> roles = List.of();
        Expression using = null;
        Expression check = null;
        while (WORDS.stream().anyMatch(cursor::atKeyword) || cursor.atKeyword("as")) {
            if (cursor.acceptKeyword("for")) {
                command = command();
            } else if (cursor.acceptKeyword("to")) {
                roles = RoleReader.read(cursor).stream().distinct().toList();
                // Everybody includes each other role.
                roles = roles.contains("") ? List.of() : roles;
            } else if (cursor.acceptKeyword("using")) {
                using = expression(using);
            } else if (cursor.acceptKeyword("with_check")) {
                check = expression(check);
            } else {
                cursor.acceptKeyword("as");
                permissive = !cursor.acceptKeyword("restrictive");
                if (permissive) {
                    cursor.expectKeyword("permissive");
                }
            }
        }
        if (!cursor.atLineEnd()) {
            throw cursor.unexpected("the end of the line", WORDS);
        }
        return new Policy(table, name, permissive, command.toUpperCase(Locale.ROOT), roles, using, check);
    }

    private String command() {
        String command = cursor.word();
        if (!COMMANDS.contains(command)) {
            throw cursor.unexpected("a command: " + String.join(", ", COMMANDS), COMMANDS);
        }
        cursor.next();
        return command;
    }

    private Expression expression(@Nullable Expression before) {
        Token place = cursor.peek();
        if (before != null) {
            throw cursor.error(place, "the policy has this expression already", null);
        }
        if (place.kind() != Kind.DOLLAR) {
            return new SqlReader(cursor).parenthesised("an expression");
        }
        return ofBody(cursor, place, cursor.string("an expression"));
    }

    /** The expression between dollars, held to the same rules as one in parentheses. */
    private static Expression ofBody(Cursor cursor, Token place, String body) {
        List<SyntaxError> errors = new ArrayList<>();
        try {
            Cursor inner = Cursor.over("(" + body + "\n)");
            Expression expression = new SqlReader(inner).parenthesised("an expression");
            if (inner.atEnd()) {
                return expression;
            }
            errors.add(inner.error(inner.peek(), "a parenthesis closes what is not open", null));
        } catch (SyntaxError error) {
            errors.add(error);
        }
        throw cursor.error(place, "in this expression: " + errors.get(0).finding, errors.get(0).suggestion);
    }
}
