package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.List;

/** The table, view or type that a SQL text names, under another name. */
public final class TableReferences {

    private TableReferences() {}

    /**
     * The text with the new name wherever the old one stands with its schema, and, where it stands so or is found along the
     * search path, without. Strings and comments stay as they are.
     *
     * @param onPath whether the bare name means this table
     */
    public static String rename(String text, ObjectName from, ObjectName to, boolean onPath) {
        List<Token> tokens = SqlTokens.of(text);
        boolean bare = onPath;
        for (int i = 2; i < tokens.size(); i++) {
            bare |= isName(text, tokens.get(i), from.name()) && isQualified(text, tokens, i, from);
        }
        StringBuilder renamed = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (!isName(text, token, from.name())) {
                continue;
            }
            boolean behindDot = i >= 1 && text(text, tokens.get(i - 1)).equals(".");
            boolean called = i + 1 < tokens.size()
                    && text(text, tokens.get(i + 1)).equals("(")
                    && (i == 0 || !text(text, tokens.get(i - 1)).equalsIgnoreCase("into"));
            if (behindDot ? isQualified(text, tokens, i, from) : bare && !called) {
                renamed.append(text, copied, token.start()).append(Identifier.quote(to.name()));
                copied = token.end();
            }
        }
        return renamed.append(text.substring(copied)).toString();
    }

    private static boolean isQualified(String text, List<Token> tokens, int i, ObjectName name) {
        return i >= 2 && text(text, tokens.get(i - 1)).equals(".") && isName(text, tokens.get(i - 2), name.schema());
    }

    private static boolean isName(String text, Token token, String name) {
        return Cursor.isName(token)
                && SqlTokens.name(text, token).equals(name)
                && (token.kind() == Kind.QUOTED || !Identifier.isKeyword(name));
    }

    private static String text(String text, Token token) {
        return text.substring(token.start(), token.end());
    }
}
