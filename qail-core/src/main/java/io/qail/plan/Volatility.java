package io.qail.plan;

import io.qail.schema.Expression;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a default has one value for all rows that a statement touches. */
final class Volatility {

    private static final Pattern CALL = Pattern.compile("([a-z_][a-z0-9_]*)\\s*\\(");

    /** Functions and type names with a modifier that give one value within a statement. */
    private static final Set<String> SAME_FOR_ALL = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "timezone",
            "date_trunc",
            "to_date",
            "to_timestamp",
            "lower",
            "upper",
            "coalesce",
            "make_interval",
            "numeric",
            "varchar",
            "char",
            "bit",
            "timestamp",
            "timestamptz",
            "time",
            "interval",
            "varying",
            "current_setting",
            "jsonb_build_object",
            "jsonb_build_array");

    private Volatility() {}

    /** True when the expression calls any function that is not known to be stable. */
    static boolean mayDifferByRow(Expression expression) {
        Matcher call = CALL.matcher(
                expression.text().replaceAll("'(?:[^']|'')*'", "''").toLowerCase(Locale.ROOT));
        while (call.find()) {
            if (!SAME_FOR_ALL.contains(call.group(1))) {
                return true;
            }
        }
        return false;
    }
}
