package io.qail.language;

import io.qail.error.SourcePosition;
import io.qail.language.Token.Kind;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Walks through the tokens of one file and reads what every statement is made of: words, names, texts, lists. */
final class Cursor {

    private static final int LONGEST_KEYWORD = 40;

    private final Lexer lexer;
    private final LineMap lines;
    private final String defaultSchema;

    private Token token;
    /** The current bare word in lower case, empty for any other token. */
    private String word;

    private int endOfPrevious;

    Cursor(SourceFile source, LineMap lines, String defaultSchema) {
        this.lexer = new Lexer(source.text());
        this.lines = lines;
        this.defaultSchema = defaultSchema;
        this.token = lexer.next(0);
        this.word = wordOf(token);
    }

    /** Over a text that the formatter is about to write, to try whether it reads as what it shall be. */
    static Cursor over(String text) {
        SourceFile source = new SourceFile("", StringLiteral.keepingCarriageReturns(text));
        return new Cursor(source, new LineMap(source), "");
    }

    String defaultSchema() {
        return defaultSchema;
    }

    Lexer lexer() {
        return lexer;
    }

    Token peek() {
        return token;
    }

    Token peekSecond() {
        return lexer.next(token.end());
    }

    Token next() {
        Token taken = token;
        moveTo(taken.end());
        return taken;
    }

    /** Goes on at the offset, which is the end of a token. */
    void moveTo(int offset) {
        endOfPrevious = offset;
        token = lexer.next(offset);
        word = wordOf(token);
    }

    int endOfPrevious() {
        return endOfPrevious;
    }

    SourcePosition position(Token place) {
        return lines.position(place.start());
    }

    String text(Token of) {
        return lexer.text.substring(of.start(), of.end());
    }

    boolean atEnd() {
        return token.kind() == Kind.END;
    }

    boolean atLineEnd() {
        return token.firstOfLine();
    }

    /** At the end of a column or table line: of the line, at a comma or at the closing brace. */
    boolean atItemEnd() {
        return atLineEnd() || at(",") || at("}");
    }

    String word() {
        return word;
    }

    /** Whether the current token is that punctuation or operator. */
    boolean at(String symbol) {
        return is(token, symbol);
    }

    boolean is(Token other, String symbol) {
        return (other.kind() == Kind.PUNCTUATION || other.kind() == Kind.OPERATOR)
                && other.end() - other.start() == symbol.length()
                && lexer.text.startsWith(symbol, other.start());
    }

    boolean accept(String symbol) {
        boolean found = at(symbol);
        if (found) {
            next();
        }
        return found;
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected("`" + symbol + "`", List.of());
        }
    }

    /** Whether the keyword is next: one word ({@code not_null}), or with blanks for underscores as SQL has it. */
    boolean atKeyword(String keyword) {
        return endOfKeyword(keyword) >= 0;
    }

    boolean acceptKeyword(String keyword) {
        int end = endOfKeyword(keyword);
        if (end >= 0) {
            moveTo(end);
        }
        return end >= 0;
    }

    void expectKeyword(String keyword) {
        if (!acceptKeyword(keyword)) {
            throw unexpected("`" + keyword + "`", List.of(keyword));
        }
    }

    private int endOfKeyword(String keyword) {
        if (word.isEmpty() || !keyword.startsWith(word)) {
            return -1;
        }
        int matched = word.length();
        int end = token.end();
        while (matched < keyword.length()) {
            Token following = lexer.next(end);
            String part = following.firstOfLine() ? "" : wordOf(following);
            if (part.isEmpty() || keyword.charAt(matched) != '_' || !keyword.startsWith(part, matched + 1)) {
                return -1;
            }
            matched += 1 + part.length();
            end = following.end();
        }
        return end;
    }

    /** The lower case of a bare word, empty for anything else and for words longer than any keyword. */
    String wordOf(Token of) {
        return of.kind() == Kind.WORD && of.end() - of.start() <= LONGEST_KEYWORD
                ? text(of).toLowerCase(Locale.ROOT)
                : "";
    }

    static boolean isName(Token of) {
        return of.kind() == Kind.WORD || of.kind() == Kind.QUOTED;
    }

    /** A name that goes on with the line, or with a list that was broken behind a parenthesis or comma. */
    String name(String what) {
        boolean continued = endOfPrevious == 0 || "(,.{".indexOf(lexer.text.charAt(endOfPrevious - 1)) >= 0;
        if (token.firstOfLine() && !continued) {
            throw unexpected(what, List.of());
        }
        return firstName(what);
    }

    /** A name that may begin a line: a bare word, folded, or a quoted one as it stands. */
    String firstName(String what) {
        if (!isName(token)) {
            throw unexpected(what, List.of());
        }
        Token taken = next();
        String name = nameOf(taken);
        if (name.isEmpty()) {
            throw error(taken, "a name cannot be empty", null);
        }
        if (Identifier.isTooLong(name)) {
            throw error(
                    taken,
                    "this name is longer than " + Identifier.MAX_BYTES + " bytes, PostgreSQL would cut it",
                    "choose a shorter name");
        }
        return name;
    }

    private String nameOf(Token of) {
        if (of.kind() == Kind.QUOTED) {
            return StringLiteral.value(this, of);
        }
        String bare = text(of);
        if (bare.codePoints().anyMatch(c -> Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT)) {
            throw error(of, "there is an invisible character in this word", "type it again, or put it into quotes");
        }
        return Identifier.fold(bare);
    }

    /** Names joined by dots. */
    List<String> path(String what) {
        List<String> parts = new ArrayList<>();
        parts.add(name(what));
        while (at(".") && parts.size() < 4) {
            next();
            parts.add(name("a name behind the dot"));
        }
        return parts;
    }

    /** The name of an object, with its schema or without. */
    ObjectName objectName(String what) {
        Token place = token;
        List<String> path = path(what);
        return switch (path.size()) {
            case 1 -> ObjectName.of(defaultSchema, path.get(0));
            case 2 -> ObjectName.of(path.get(0), path.get(1));
            default -> throw error(place, "too many dots in " + what, "write `schema.name`");
        };
    }

    /** {@code T.c} or {@code schema.T.c}. */
    Member member(String what) {
        Token place = token;
        return member(place, path(what), what);
    }

    Member member(Token place, List<String> path, String what) {
        return switch (path.size()) {
            case 2 -> new Member(ObjectName.of(defaultSchema, path.get(0)), path.get(1));
            case 3 -> new Member(ObjectName.of(path.get(0), path.get(1)), path.get(2));
            default ->
                throw error(
                        place,
                        "a table and a name within it are expected for " + what,
                        "write `table.name` or `schema.table.name`");
        };
    }

    /** Something within a table: a column or a constraint. */
    record Member(ObjectName table, String name) {}

    /** {@code (a, b)}. */
    List<String> columnList() {
        return columnList(() -> name("the name of a column"));
    }

    /**
     * The same.
     *
     * @param each reads one name with what stands around it
     */
    List<String> columnList(Supplier<String> each) {
        expect("(");
        List<String> columns = new ArrayList<>();
        do {
            Token place = token;
            String column = each.get();
            if (columns.contains(column)) {
                throw error(place, "column " + Identifier.quote(column) + " is listed twice", null);
            }
            columns.add(column);
            if (columns.size() > 1600) {
                throw error(place, "PostgreSQL allows at most 1600 columns", null);
            }
        } while (accept(","));
        expect(")");
        return columns;
    }

    /** A text: quoted either way, or a dollar body. */
    String string(String what) {
        if (token.kind() != Kind.QUOTED && token.kind() != Kind.STRING && token.kind() != Kind.DOLLAR) {
            throw unexpected(what, List.of());
        }
        return StringLiteral.value(this, next());
    }

    long number(String what) {
        Token place = token;
        boolean negative = accept("-");
        if (!negative) {
            accept("+");
        }
        if (token.kind() != Kind.NUMBER) {
            throw unexpected(what, List.of());
        }
        Token taken = next();
        try {
            return Long.parseLong((negative ? "-" : "") + text(taken));
        } catch (NumberFormatException e) {
            throw error(place, what + " must be a whole number of at most 64 bits", null);
        }
    }

    SyntaxError error(Token place, String message, @Nullable String suggestion) {
        return new SyntaxError(place.start(), message, suggestion);
    }

    /** Something else than the current token is expected. */
    SyntaxError unexpected(String expected, Collection<String> words) {
        if (at(";")) {
            return error(token, "a semicolon has no meaning here", "leave it out: a line end ends what is written");
        }
        if (atEnd() || atLineEnd()) {
            String where = atEnd() ? "the file ends" : "the line ends";
            return new SyntaxError(endOfPrevious, where + " where " + expected + " is expected", null);
        }
        return error(
                token,
                "unexpected " + shown(token) + ", expected " + expected,
                Suggestion.didYouMean(text(token), words));
    }

    String shown(Token of) {
        String text = lexer.text.substring(of.start(), Math.min(of.end(), of.start() + 40));
        return "`" + text.lines().findFirst().orElse("") + (of.end() - of.start() > 40 ? "…" : "") + "`";
    }
}
