package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identifiers that a SQL text names: a query, an expression, the body of a routine. Strings and comments are left out,
 * texts between dollars are read as SQL. Whoever asks may get a yes too much, as every word counts whatever it stands for;
 * a no is only wrong where a routine puts the text of a statement together.
 */
public final class Mentions {

    /** Deeper dollars than any program has; their words are taken as they come. */
    private static final int DEEPEST = 8;

    private static final Pattern WORD = Pattern.compile("[A-Za-z_\\x{80}-\\x{10FFFF}][\\w$\\x{80}-\\x{10FFFF}]*");

    private static final Set<String> BEFORE_STAR = Set.of("select", "distinct", "all", "returning", ",", ".");
    private static final Set<String> BEHIND_STAR = Set.of("from", ",", "into", "where", "union", "");

    private final Set<ObjectName> qualified = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private boolean star;

    private Mentions() {}

    /** What the text mentions. Any text can be read, also one that is no SQL. */
    public static Mentions of(String sqlText) {
        Mentions mentions = new Mentions();
        mentions.read(sqlText, 0);
        return mentions;
    }

    /** Whether the object is named, by its bare name or with its own schema in front. */
    public boolean names(ObjectName object) {
        return qualified.contains(ObjectName.global(object.name())) || qualified.contains(object);
    }

    /** Whether the name stands anywhere, whatever stands in front of it. */
    public boolean namesColumn(String column) {
        return names.contains(column);
    }

    /** Whether columns are meant that are not named: {@code select *}, {@code t.*}, {@code natural join}, {@code table t}. */
    public boolean hasStar() {
        return star;
    }

    private void read(String text, int depth) {
        if (depth > DEEPEST) {
            words(text);
            return;
        }
        Lexer lexer = new Lexer(text);
        Walk walk = new Walk(text);
        int offset = 0;
        try {
            Token token = lexer.nextOfSql(0);
            while (token.kind() != Kind.END) {
                offset = token.end();
                Token following = lexer.nextOfSql(offset);
                if (token.kind() == Kind.DOLLAR) {
                    String tag = text.substring(token.start(), text.indexOf('$', token.start() + 1) + 1);
                    read(text.substring(token.start() + tag.length(), token.end() - tag.length()), depth + 1);
                }
                walk.step(token, following);
                token = following;
            }
        } catch (SyntaxError unclosed) {
            // The body of a routine need not be SQL: an apostrophe in a comment of Python opens nothing.
            words(text.substring(offset));
        }
    }

    private void words(String text) {
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            add("", Identifier.fold(matcher.group()));
        }
        star |= text.indexOf('*') >= 0;
    }

    private void add(String qualifier, String name) {
        qualified.add(ObjectName.of(qualifier, name));
        names.add(name);
    }

    /** The tokens behind the current one, as far as they matter. */
    private final class Walk {

        private final String text;
        private String qualifier = "";
        private String previous = "";
        private String previousName = "";

        Walk(String text) {
            this.text = text;
        }

        void step(Token token, Token following) {
            String shown = symbol(token);
            if (Cursor.isName(token)) {
                String name = SqlTokens.name(text, token);
                add(previous.equals(".") ? qualifier : "", name);
                previousName = name;
                star |= shown.equals("natural") || (shown.equals("table") && Cursor.isName(following));
            } else if (shown.equals(".")) {
                qualifier = previousName;
            } else if (shown.equals("*")) {
                star(following);
            } else {
                previousName = "";
                literal(token, following);
            }
            previous = shown;
        }

        /** A star that is no multiplication; that of {@code count(*)} stands for no column. */
        private void star(Token following) {
            star |= BEFORE_STAR.contains(previous) || BEHIND_STAR.contains(symbol(following));
            previousName = "";
        }

        /** {@code 'users'::regclass} names an object, and PostgreSQL knows it. */
        private void literal(Token token, Token following) {
            boolean cast = token.kind() == Kind.STRING && symbol(following).equals("::");
            if (cast && text.regionMatches(true, following.end(), "reg", 0, 3) && text.charAt(token.start()) == '\'') {
                read(text.substring(token.start() + 1, token.end() - 1).replace("''", "'"), DEEPEST);
            }
        }

        private String symbol(Token token) {
            boolean shortWord = token.end() - token.start() <= "returning".length();
            return List.of(Kind.STRING, Kind.QUOTED, Kind.DOLLAR).contains(token.kind()) || !shortWord
                    ? "?"
                    : text.substring(token.start(), token.end()).toLowerCase(Locale.ROOT);
        }
    }
}
