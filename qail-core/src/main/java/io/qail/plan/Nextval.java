package io.qail.plan;

import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an expression takes numbers from a sequence. */
final class Nextval {

    private static final Pattern CALL = Pattern.compile("nextval\\s*\\(\\s*'((?:[^']|'')+)'", Pattern.CASE_INSENSITIVE);

    private Nextval() {}

    static boolean of(Expression expression, ObjectName sequence, String defaultSchema) {
        Matcher call = CALL.matcher(expression.text());
        while (call.find()) {
            String name = call.group(1).replace("''", "'");
            if (name.equals(sequence.sql()) || name.equals(sequence.display(defaultSchema))) {
                return true;
            }
        }
        return false;
    }
}
