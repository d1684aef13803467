package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns that an expression names, as far as its words tell: strings, functions, types of casts, names of arguments
 * and fields behind another qualifier than the table are none.
 */
public final class ColumnReferences {

    /** Keywords that PostgreSQL takes for a column all the same where they stand alone. */
    private static final Set<String> COLUMN_WORDS =
            Set.of(("bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping "
                            + "inout int integer interval json json_array json_arrayagg json_exists json_object "
                            + "json_objectagg json_query json_scalar json_serialize json_table json_value least "
                            + "merge_action national nchar none normalize nullif numeric out overlay position precision "
                            + "real row setof smallint substring time timestamp treat trim values varchar xmlattributes "
                            + "xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize "
                            + "xmltable")
                    .split(" "));

    private ColumnReferences() {}

    /** The expression after a column of its table got another name. */
    public static Expression rename(Expression expression, String table, String from, String to) {
        String text = expression.text();
        StringBuilder renamed = new StringBuilder();
        int copied = 0;
        for (Reference reference : references(text)) {
            boolean own = reference.qualifier.isEmpty() || reference.qualifier.equals(table);
            if (own && reference.name.equals(from)) {
                renamed.append(text, copied, reference.token.start()).append(Identifier.quote(to));
                copied = reference.token.end();
            }
        }
        return copied == 0
                ? expression
                : new Expression(renamed.append(text.substring(copied)).toString());
    }

    /** Whether it holds a query of its own, in which a name may be a column of another table. */
    public static boolean hasQuery(Expression expression) {
        String text = expression.text();
        return SqlTokens.of(text).stream()
                .anyMatch(token -> token.kind() == Kind.WORD
                        && text.substring(token.start(), token.end()).equalsIgnoreCase("select"));
    }

    /** Every name in the expression that can be a column's, in the order of the text. */
    public static Set<String> names(Expression expression) {
        Set<String> names = new LinkedHashSet<>();
        references(expression.text()).forEach(reference -> names.add(reference.name));
        return names;
    }

    /**
     * One name.
     *
     * @param qualifier the name in front of the dot, empty when there is none
     */
    private record Reference(String name, String qualifier, Token token) {}

    private static List<Reference> references(String text) {
        List<Token> tokens = SqlTokens.of(text);
        List<Reference> references = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (isIdentifier(text, token) && !isOther(text, tokens, i)) {
                references.add(new Reference(SqlTokens.name(text, token), qualifier(text, tokens, i), token));
            }
        }
        return references;
    }

    private static boolean isIdentifier(String text, Token token) {
        if (token.kind() == Kind.QUOTED) {
            return true;
        }
        if (token.kind() != Kind.WORD) {
            return false;
        }
        String word = Identifier.fold(text.substring(token.start(), token.end()));
        return COLUMN_WORDS.contains(word) || !Identifier.isKeyword(word);
    }

    /** Whether the identifier is surely something else than a column. */
    private static boolean isOther(String text, List<Token> tokens, int i) {
        String next = text(text, tokens, i + 1);
        boolean function = next.equals("(");
        boolean qualifies = next.equals(".");
        boolean argument = next.equals("=>") || next.equals(":=");
        boolean literalOfType = i + 1 < tokens.size() && tokens.get(i + 1).kind() == Kind.STRING;
        return function
                || qualifies
                || argument
                || literalOfType
                || isTypeOrField(text, tokens, i)
                || isZone(text, tokens, i);
    }

    private static boolean isTypeOrField(String text, List<Token> tokens, int i) {
        // Back over "schema." to what stands in front of the whole name.
        int first = i;
        while (first >= 2 && text(text, tokens, first - 1).equals(".")) {
            first -= 2;
        }
        String before = lower(text, tokens, first - 1);
        boolean type = before.equals("::") || before.equals("as") || before.equals("collate");
        boolean field = first == i
                && before.equals("(")
                && text(text, tokens, i - 2).equalsIgnoreCase("extract")
                && text(text, tokens, i + 1).equalsIgnoreCase("from");
        // "(address).city" reads a field of a composite value.
        boolean composite = i >= 1
                && text(text, tokens, i - 1).equals(".")
                && i >= 2
                && text(text, tokens, i - 2).equals(")");
        return type || field || composite || isRestOfTypeName(text, tokens, i);
    }

    /** {@code ::character varying}, {@code ::double precision}, {@code timestamp with time zone '…'}. */
    private static boolean isRestOfTypeName(String text, List<Token> tokens, int i) {
        String word = lower(text, tokens, i);
        String before = lower(text, tokens, i - 1);
        String behind = lower(text, tokens, i + 1);
        return switch (word) {
            case "varying" -> List.of("character", "char", "bit").contains(before);
            case "precision" -> before.equals("double");
            case "zone" -> before.equals("time");
            case "time" -> List.of("with", "without", "at").contains(before) || isWith(behind);
            case "timestamp" -> isWith(behind);
            case "without" -> behind.equals("time");
            default -> false;
        };
    }

    private static boolean isWith(String word) {
        return word.equals("with") || word.equals("without");
    }

    /** {@code AT TIME ZONE}, which has no word that is reserved. */
    private static boolean isZone(String text, List<Token> tokens, int i) {
        String two = text(text, tokens, i) + " " + text(text, tokens, i + 1);
        String three = two + " " + text(text, tokens, i + 2);
        return three.equalsIgnoreCase("at time zone") || two.equalsIgnoreCase("at local");
    }

    private static String qualifier(String text, List<Token> tokens, int i) {
        boolean qualified = i >= 2 && text(text, tokens, i - 1).equals(".");
        return qualified && Cursor.isName(tokens.get(i - 2)) ? SqlTokens.name(text, tokens.get(i - 2)) : "";
    }

    private static String lower(String text, List<Token> tokens, int i) {
        return text(text, tokens, i).toLowerCase(Locale.ROOT);
    }

    private static String text(String text, List<Token> tokens, int i) {
        return i < 0 || i >= tokens.size()
                ? ""
                : text.substring(tokens.get(i).start(), tokens.get(i).end());
    }
}
