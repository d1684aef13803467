package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the options of one table, which stand behind its name, behind its block or on lines of the block. */
final class TableOptionReader {

    static final List<String> WORDS = List.of(
            "unlogged",
            "with",
            "partition_by",
            "partition_of",
            "inherits",
            "enable_rls",
            "force_rls",
            "disable_rls",
            "no_force_rls");

    private static final Set<String> STRATEGIES = Set.of("range", "list", "hash");

    private final Cursor cursor;
    private TableOptions options = TableOptions.NONE;

    TableOptionReader(Cursor cursor) {
        this.cursor = cursor;
    }

    TableOptions options() {
        return options;
    }

    boolean hasParents() {
        return options.partitionOf() != null || !options.inherits().isEmpty();
    }

    /** Every option that stands next. */
    void readAll() {
        while (WORDS.stream().anyMatch(cursor::atKeyword)) {
            read();
        }
    }

    /** Whether a line of the block begins with an option; a column may have such a name too, then a type follows. */
    boolean atLine() {
        Token second = cursor.peekSecond();
        boolean alone = second.firstOfLine() || cursor.is(second, "}") || cursor.is(second, ",");
        return switch (cursor.word()) {
            case "inherits", "with" -> cursor.is(second, "(");
            case "partition" -> List.of("by", "of").contains(cursor.wordOf(second));
            case "partition_by" -> STRATEGIES.contains(cursor.wordOf(second));
            case "partition_of" -> namesBounds(second);
            case "enable", "disable", "force" -> cursor.wordOf(second).equals("rls");
            case "no" -> cursor.atKeyword("no_force_rls");
            case "unlogged", "enable_rls", "disable_rls", "force_rls", "no_force_rls" -> alone;
            default -> false;
        };
    }

    /** {@code partition_of parent for values …}. */
    private boolean namesBounds(Token parent) {
        Token token = parent;
        while (Cursor.isName(token) && cursor.is(cursor.lexer().next(token.end()), ".")) {
            token = cursor.lexer().next(token.end() + 1);
        }
        Token behind = cursor.lexer().next(token.end());
        // Of a column of that name it would be the beginning of a default.
        Token last = cursor.lexer().next(behind.end());
        boolean whole = last.firstOfLine() || cursor.is(last, ",") || cursor.is(last, "}");
        return Cursor.isName(token)
                && (cursor.wordOf(behind).equals("for")
                        || (cursor.wordOf(behind).equals("default") && whole));
    }

    void read() {
        Token place = cursor.peek();
        if (cursor.acceptKeyword("unlogged")) {
            options = options.withUnlogged(true);
        } else if (cursor.acceptKeyword("with")) {
            parameters(place);
        } else if (cursor.acceptKeyword("partition_by")) {
            once(options.partitionBy() == null, place);
            options = options.withPartitionBy(partitionBy());
        } else if (cursor.acceptKeyword("partition_of")) {
            once(!hasParents(), place);
            ObjectName parent = cursor.objectName("the partitioned table");
            options = options.withPartitionOf(new TableOptions.PartitionOf(parent, bound()));
        } else if (cursor.acceptKeyword("inherits")) {
            once(!hasParents(), place);
            options = options.withInherits(parents());
        } else {
            rowSecurity();
        }
    }

    private void parameters(Token place) {
        SortedMap<String, String> all = new TreeMap<>(options.parameters());
        new ParameterReader(cursor).parameters().forEach((name, value) -> once(all.put(name, value) == null, place));
        options = options.withParameters(all);
    }

    private void rowSecurity() {
        if (cursor.acceptKeyword("enable_rls")) {
            options = options.withRowSecurity(true, options.forceRowSecurity());
        } else if (cursor.acceptKeyword("force_rls")) {
            options = options.withRowSecurity(options.rowSecurity(), true);
        } else if (cursor.acceptKeyword("disable_rls")) {
            options = options.withRowSecurity(false, options.forceRowSecurity());
        } else {
            cursor.expectKeyword("no_force_rls");
            options = options.withRowSecurity(options.rowSecurity(), false);
        }
    }

    private List<ObjectName> parents() {
        List<ObjectName> parents = new ArrayList<>();
        cursor.expect("(");
        do {
            Token place = cursor.peek();
            ObjectName parent = cursor.objectName("the table to inherit from");
            once(!parents.contains(parent), place);
            parents.add(parent);
        } while (cursor.accept(","));
        cursor.expect(")");
        return parents;
    }

    /** {@code RANGE (day, lower(name))}, as {@code pg_get_partkeydef} writes it. */
    private String partitionBy() {
        String strategy = cursor.word();
        if (!STRATEGIES.contains(strategy)) {
            throw cursor.unexpected("`range`, `list` or `hash`", STRATEGIES);
        }
        cursor.next();
        return strategy.toUpperCase(Locale.ROOT) + " (" + String.join(", ", items(this::partitionKey)) + ")";
    }

    private String partitionKey(String text, List<Token> tokens) {
        return tokens.size() == 1 && Cursor.isName(tokens.get(0)) ? Identifier.quote(nameOf(tokens.get(0))) : text;
    }

    private String nameOf(Token token) {
        return token.kind() == Kind.QUOTED ? StringLiteral.value(cursor, token) : Identifier.fold(cursor.text(token));
    }

    /** {@code FOR VALUES FROM (1) TO (10)}, as PostgreSQL prints it. */
    String bound() {
        if (cursor.acceptKeyword("default")) {
            return "DEFAULT";
        }
        cursor.expectKeyword("for_values");
        if (cursor.acceptKeyword("in")) {
            return "FOR VALUES IN (" + String.join(", ", items(this::boundValue)) + ")";
        }
        if (cursor.acceptKeyword("with")) {
            return "FOR VALUES WITH (" + String.join(", ", items((text, tokens) -> text.toLowerCase(Locale.ROOT)))
                    + ")";
        }
        cursor.expectKeyword("from");
        String from = String.join(", ", items(this::boundValue));
        cursor.expectKeyword("to");
        return "FOR VALUES FROM (" + from + ") TO (" + String.join(", ", items(this::boundValue)) + ")";
    }

    private String boundValue(String text, List<Token> tokens) {
        boolean word = tokens.size() == 1 && tokens.get(0).kind() == Kind.WORD;
        String upper = text.toUpperCase(Locale.ROOT);
        return word && List.of("MINVALUE", "MAXVALUE", "NULL").contains(upper) ? upper : text;
    }

    private interface Item {
        String canonical(String text, List<Token> tokens);
    }

    /** The items of a list in parentheses, each as it is written. */
    private List<String> items(Item item) {
        SqlReader sql = new SqlReader(cursor);
        if (!cursor.at("(")) {
            throw cursor.unexpected("`(`", List.of());
        }
        Token close = sql.closing(cursor.next());
        List<String> items = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        int end = cursor.peek().start();
        Token token = cursor.lexer().nextOfSql(cursor.endOfPrevious());
        while (true) {
            boolean last = token.start() >= close.start();
            if (last || cursor.is(token, ",")) {
                if (tokens.isEmpty()) {
                    throw cursor.error(token, "a value is missing here", null);
                }
                String text = cursor.lexer().text.substring(tokens.get(0).start(), end);
                items.add(item.canonical(StringLiteral.withLineFeeds(text), tokens));
                tokens.clear();
                if (last) {
                    cursor.moveTo(close.end());
                    return items;
                }
            } else {
                Token first = token;
                if (cursor.is(token, "(")) {
                    token = sql.closing(token);
                }
                tokens.add(first);
                end = token.end();
            }
            token = cursor.lexer().nextOfSql(token.end());
        }
    }

    private void once(boolean first, Token place) {
        if (!first) {
            throw cursor.error(place, cursor.shown(place) + " is said twice", null);
        }
    }
}
