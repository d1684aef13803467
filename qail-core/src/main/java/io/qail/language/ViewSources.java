package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.ObjectName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The relations that stand right behind {@code from} and {@code join} in a query. Whoever asks may get too few, those of a
 * list behind its first comma, and never one that is not read from.
 */
final class ViewSources {

    /** Functions whose arguments are divided by the word {@code from}. */
    private static final Set<String> WITH_FROM = Set.of("extract", "substring", "trim", "overlay", "position");

    private final String text;
    private final List<Token> tokens;
    private final Set<ObjectName> sources = new HashSet<>();

    private ViewSources(String text) {
        this.text = text;
        this.tokens = SqlTokens.of(text);
    }

    /** Bare names have an empty schema. */
    static Set<ObjectName> of(String query) {
        ViewSources found = new ViewSources(query);
        found.read();
        found.sources.removeAll(found.commonTables());
        return found.sources;
    }

    private void read() {
        Deque<String> parentheses = new ArrayDeque<>();
        String previous = "";
        for (int i = 0; i < tokens.size(); i++) {
            String word = word(i);
            if (word.equals("(")) {
                parentheses.push(previous);
            } else if (word.equals(")") && !parentheses.isEmpty()) {
                parentheses.pop();
            }
            boolean ofFunction = !parentheses.isEmpty() && WITH_FROM.contains(parentheses.peek());
            boolean from = word.equals("from") && !previous.equals("distinct") && !ofFunction;
            if (from || word.equals("join")) {
                source(i + 1);
            }
            previous = word;
        }
    }

    private void source(int at) {
        int i = at;
        while (word(i).equals("only") || word(i).equals("lateral")) {
            i++;
        }
        if (!isName(i)) {
            return;
        }
        ObjectName name = ObjectName.global(SqlTokens.name(text, tokens.get(i)));
        if (word(i + 1).equals(".") && isName(i + 2)) {
            name = ObjectName.of(name.name(), SqlTokens.name(text, tokens.get(i + 2)));
            i += 2;
        }
        if (!word(i + 1).equals("(") && !word(i + 1).equals(".")) {
            sources.add(name);
        }
    }

    /** {@code name as (}, {@code name (a, b) as materialized (}. */
    private Set<ObjectName> commonTables() {
        Set<ObjectName> names = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            int as = i + 1;
            if (word(as).equals("(")) {
                while (as < tokens.size() && !word(as).equals(")")) {
                    as++;
                }
                as++;
            }
            boolean body =
                    word(as).equals("as") && Set.of("(", "materialized", "not").contains(word(as + 1));
            if (isName(i) && body) {
                names.add(ObjectName.global(SqlTokens.name(text, tokens.get(i))));
            }
        }
        return names;
    }

    private boolean isName(int i) {
        return i < tokens.size() && Cursor.isName(tokens.get(i));
    }

    private String word(int i) {
        if (i >= tokens.size()) {
            return "";
        }
        Token token = tokens.get(i);
        return token.kind() == Kind.QUOTED
                ? "\""
                : text.substring(token.start(), token.end()).toLowerCase(Locale.ROOT);
    }
}
