package io.qail.language;

import io.qail.error.ScriptException;
import io.qail.language.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of a {@code .qail} text in order: two blanks of indentation for each open bracket, and for what continues a
 * statement, one blank between words, one empty line at most between lines, LF, and a line end at the end. Words, comments, what
 * stands in quotes and dollar quotes, and the division into lines stay as they are, so that the text means what it meant.
 * What {@link QailFormatter} writes is in order already.
 */
public final class QailLayout {

    private static final int INDENTATION = 2;

    /**
     * A word or a comment.
     *
     * @param lines line ends in front of it
     * @param indent blanks between the line end and it; 0 within a line
     * @param blank whether anything stands between it and the piece before
     */
    private record Piece(String text, Kind kind, int lines, int indent, boolean blank) {

        boolean opens() {
            return kind == Kind.PUNCTUATION && (text.equals("{") || text.equals("(") || text.equals("["));
        }

        boolean closes() {
            return kind == Kind.PUNCTUATION && (text.equals("}") || text.equals(")") || text.equals("]"));
        }
    }

    private final Lexer lexer;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    private int open;

    private QailLayout(String text) {
        this.lexer = new Lexer(text);
    }

    /**
     * The text in order; formatting it again changes nothing.
     *
     * @throws ScriptException when the file cannot be read
     */
    public static String format(SourceFile file) {
        QailParser.parse(file, "public");
        return new QailLayout(file.text()).format();
    }

    private String format() {
        split();
        for (int i = 0; i < pieces.size(); i++) {
            write(pieces.get(i), i == 0 ? null : pieces.get(i - 1));
        }
        return pieces.isEmpty() ? "" : out.append('\n').toString();
    }

    private void split() {
        Token token;
        int at = 0;
        do {
            token = lexer.next(at);
            int behind = comments(at, token.start());
            if (token.kind() != Kind.END) {
                add(token.kind(), behind, token.start(), token.end());
            }
            at = token.end();
        } while (token.kind() != Kind.END);
    }

    /** The comments between two words; returns the offset behind the last one. */
    private int comments(int from, int to) {
        int behind = from;
        for (int i = from; i < to; i++) {
            if ("-/#".indexOf(lexer.text.charAt(i)) >= 0) {
                int end = lexer.endOfComment(i);
                add(Kind.END, behind, i, end);
                behind = end;
                i = end - 1;
            }
        }
        return behind;
    }

    private void add(Kind kind, int behind, int start, int end) {
        String gap = lexer.text.substring(behind, start).replace("\r\n", "\n").replace('\r', '\n');
        int lines = (int) gap.chars().filter(c -> c == '\n').count();
        int indent = lines > 0 || behind == 0 ? gap.length() - gap.lastIndexOf('\n') - 1 : 0;
        String text = lexer.text.substring(start, end);
        pieces.add(new Piece(kind == Kind.END ? text.stripTrailing() : text, kind, lines, indent, !gap.isEmpty()));
    }

    private void write(Piece piece, @Nullable Piece before) {
        if (piece.closes() && open > 0) {
            open--;
        }
        if (before == null) {
            out.append(piece.text());
        } else if (piece.lines() > 0) {
            boolean mayBeApart = !before.opens() && !piece.closes();
            out.append(piece.lines() > 1 && mayBeApart ? "\n\n" : "\n");
            // Outside of brackets only the author knows what continues a statement.
            boolean continues = open == 0 && piece.indent() > 0 && !piece.closes();
            out.append(" ".repeat(INDENTATION * (continues ? 1 : open)));
            out.append(piece.text());
        } else {
            boolean apart = piece.blank() || (piece.text().equals("{") && piece.kind() == Kind.PUNCTUATION);
            out.append(apart ? " " : "").append(piece.text());
        }
        if (piece.opens()) {
            open++;
        }
    }
}
