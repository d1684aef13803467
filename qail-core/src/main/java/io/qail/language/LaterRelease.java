package io.qail.language;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words of the language that this release reads past with a plain error, and words of SQL that are none of it. */
final class LaterRelease {

    private static final Map<String, String> STATEMENTS = Map.ofEntries(
            Map.entry("view", "views"),
            Map.entry("materialized", "materialized views"),
            Map.entry("function", "functions"),
            Map.entry("procedure", "procedures"),
            Map.entry("trigger", "triggers"),
            Map.entry("policy", "policies"),
            Map.entry("grant", "grants"),
            Map.entry("revoke", "grants"),
            Map.entry("domain", "domains"),
            Map.entry("unlogged", "unlogged tables"),
            Map.entry("enable_rls", "row level security"),
            Map.entry("disable_rls", "row level security"),
            Map.entry("force_rls", "row level security"),
            Map.entry("no_force_rls", "row level security"));

    private static final Map<String, String> TABLE_OPTIONS = Map.of(
            "unlogged", "unlogged tables",
            "with", "storage parameters",
            "partition_by", "partitioned tables",
            "partition_of", "partitioned tables",
            "inherits", "table inheritance",
            "enable_rls", "row level security",
            "disable_rls", "row level security",
            "force_rls", "row level security");

    private static final List<String> SQL = List.of(
            "create", "insert", "update", "delete", "select", "truncate", "do", "call", "set", "begin", "commit");

    private final Cursor cursor;

    LaterRelease(Cursor cursor) {
        this.cursor = cursor;
    }

    /** The error for the statement that begins here, or null when it is none of those. */
    @Nullable
    SyntaxError statement() {
        for (Map.Entry<String, String> later : STATEMENTS.entrySet()) {
            if (cursor.atKeyword(later.getKey())) {
                return notYet(later.getValue());
            }
        }
        if (SQL.contains(cursor.word())) {
            return cursor.error(
                    cursor.peek(),
                    cursor.shown(cursor.peek()) + " is a statement of SQL, not of this language",
                    "tables and indexes are written without `create`; other SQL goes into sql $$ … $$ of a versioned script");
        }
        return null;
    }

    /** The error for a kind of object behind {@code drop} or {@code comment on}, or null. */
    @Nullable
    SyntaxError kind() {
        boolean name =
                Cursor.isName(cursor.peekSecond()) && !cursor.peekSecond().firstOfLine();
        String what = STATEMENTS.get(cursor.word());
        return what == null || !name || cursor.wordOf(cursor.peekSecond()).equals("confirm") ? null : notYet(what);
    }

    /** The error for the table option that stands on a line of the table or behind it, or null. */
    @Nullable
    SyntaxError tableOption() {
        for (Map.Entry<String, String> later : TABLE_OPTIONS.entrySet()) {
            if (cursor.atKeyword(later.getKey()) && isOption(cursor.word())) {
                return notYet(later.getValue());
            }
        }
        return null;
    }

    /** A column may have such a name too: then a type follows. */
    private boolean isOption(String word) {
        Token second = cursor.peekSecond();
        boolean alone = second.firstOfLine() || cursor.is(second, "}") || cursor.is(second, ",");
        return switch (word) {
            case "inherits", "with" -> cursor.is(second, "(");
            case "partition" -> true;
            case "partition_by" -> List.of("range", "list", "hash").contains(cursor.wordOf(second));
            case "partition_of" -> namesBounds(second);
            case "enable", "disable", "force" -> cursor.wordOf(second).equals("rls");
            default -> alone;
        };
    }

    /** {@code partition_of parent for values …}. */
    private boolean namesBounds(Token parent) {
        Token token = parent;
        while (Cursor.isName(token) && cursor.is(cursor.lexer().next(token.end()), ".")) {
            token = cursor.lexer().next(token.end() + 1);
        }
        return Cursor.isName(token)
                && cursor.wordOf(cursor.lexer().next(token.end())).equals("for");
    }

    private SyntaxError notYet(String what) {
        return cursor.error(
                cursor.peek(),
                "this release of QAIL does not manage " + what + " yet",
                "meanwhile write it as SQL in a versioned script: sql $$ … $$");
    }
}
