package io.qail.language;

import io.qail.language.Token.Kind;
import java.util.function.Predicate;

/** Records an error and finds the place behind it where reading goes on. */
final class Recovery {

    private final Cursor cursor;
    private final Findings findings;

    /** Something is open to the end of the file: looking for what closes it again and again would take quadratic time. */
    private boolean openToTheEnd;

    Recovery(Cursor cursor, Findings findings) {
        this.cursor = cursor;
        this.findings = findings;
    }

    /** Unwinds the reading of a file when going on is of no use; what was found is recorded. */
    static final class Stop extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    /**
     * Whether the reading succeeded. When not, the error is recorded and the rest is skipped up to a token that begins
     * something new.
     */
    boolean attempt(Runnable reading, Predicate<Token> beginning) {
        int start = cursor.peek().start();
        try {
            reading.run();
            return true;
        } catch (SyntaxError error) {
            record(error);
        }
        try {
            skip(start, beginning);
        } catch (SyntaxError error) {
            record(error);
        }
        return false;
    }

    void record(SyntaxError error) {
        if (!findings.add(error)) {
            throw new Stop();
        }
    }

    /**
     * Goes to the next beginning outside parentheses and braces, or to a closing brace; not to the very token with which
     * the failed reading began. Where a parenthesis or brace is never closed, goes to the next line.
     */
    private void skip(int start, Predicate<Token> beginning) {
        Token token = cursor.peek();
        int end = cursor.endOfPrevious();
        int nextLine = -1;
        int parentheses = 0;
        int braces = 0;
        while (token.kind() != Kind.END && !(braces == 0 && cursor.is(token, "}"))) {
            boolean ahead = token.start() > start;
            if (openToTheEnd && ahead && token.firstOfLine()) {
                break;
            }
            if (ahead && parentheses == 0 && braces == 0 && beginning.test(token)) {
                cursor.moveTo(end);
                return;
            }
            if (ahead && nextLine < 0 && token.firstOfLine()) {
                nextLine = end;
            }
            if (cursor.is(token, "(")) {
                parentheses++;
            } else if (cursor.is(token, ")") && parentheses > 0) {
                parentheses--;
            } else if (cursor.is(token, "{")) {
                braces++;
            } else if (cursor.is(token, "}")) {
                braces--;
            }
            end = token.end();
            token = cursor.lexer().next(end);
        }
        boolean unclosed = parentheses > 0 || braces > 0;
        openToTheEnd |= unclosed && token.kind() == Kind.END;
        cursor.moveTo(unclosed && nextLine >= 0 ? nextLine : end);
    }
}
