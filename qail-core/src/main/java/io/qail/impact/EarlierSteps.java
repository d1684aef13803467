package io.qail.impact;

import io.qail.plan.AtRisk;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.RunSql;
import io.qail.schema.Expression;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an expression can give other values when its operation runs than before the plan, beyond the columns of its own
 * row: SQL of the script may have done anything, and what reads tables sees them as the steps before have left them.
 */
final class EarlierSteps {

    /** Too many words rather than one too few: a keyword or a column of a function's name only widens a count. */
    private static final Pattern WORD = Pattern.compile("\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*");

    /** Made by users or extensions, and not declared to depend on nothing but the arguments. */
    private static final String READING_FUNCTION = """
            SELECT p.proname FROM pg_catalog.pg_proc p
            WHERE p.proname = ANY (?) AND p.oid >= 16384 AND p.provolatile <> 'i' ORDER BY 1 LIMIT 1
            """;

    private EarlierSteps() {}

    /** Why what the expression gives now is no measure, in words; null where it is one. */
    static @Nullable String doubt(Connection connection, Plan plan, AtRisk risk, Expression expression)
            throws SQLException {
        List<Operation> before =
                plan.operations().subList(0, Math.max(0, plan.operations().lastIndexOf(risk.operation())));
        if (before.isEmpty()) {
            return null;
        }
        if (before.stream().anyMatch(RunSql.class::isInstance)) {
            return "a sql block of the same migration runs before, and may change what its expression gives";
        }
        Set<String> words = words(expression);
        if (words.contains("select") || words.contains("table")) {
            return "its expression reads a table, which the same migration may have changed before";
        }
        String function = readingFunction(connection, words);
        return function == null
                ? null
                : "its expression calls " + function + "(), which may read what the same migration has changed before";
    }

    private static Set<String> words(Expression expression) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(expression.text());
        while (matcher.find()) {
            String word = matcher.group();
            words.add(
                    word.startsWith("\"")
                            ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
                            : word.toLowerCase(Locale.ROOT));
        }
        return words;
    }

    private static @Nullable String readingFunction(Connection connection, Set<String> words) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READING_FUNCTION)) {
            statement.setArray(1, connection.createArrayOf("text", words.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
