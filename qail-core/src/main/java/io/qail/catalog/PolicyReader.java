package io.qail.catalog;

import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies of row level security. */
final class PolicyReader {

    private static final Map<String, String> COMMANDS =
            Map.of("r", "SELECT", "a", "INSERT", "w", "UPDATE", "d", "DELETE", "*", "ALL");

    private static final String SQL = """
            SELECT p.oid, t.nspname, t.relname, p.polname, p.polpermissive, p.polcmd,
                   ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.oid = ANY (p.polroles)) AS roles,
                   pg_get_expr(p.polqual, p.polrelid) AS using_text, pg_get_expr(p.polwithcheck, p.polrelid) AS check_text
            FROM managed t JOIN pg_policy p ON p.polrelid = t.oid
            """;

    private PolicyReader() {}

    static void read(Reading reading) {
        reading.query().each(SQL, row -> {
            Policy policy = new Policy(
                    ObjectName.of(row.getString("nspname"), row.getString("relname")),
                    row.getString("polname"),
                    row.getBoolean("polpermissive"),
                    COMMANDS.getOrDefault(row.getString("polcmd"), "ALL"),
                    CatalogQuery.strings(row, "roles"),
                    expression(row.getString("using_text")),
                    expression(row.getString("check_text")));
            reading.schema().put(policy);
            reading.addresses().put("pg_policy", row.getLong("oid"), policy.address());
        });
    }

    private static @Nullable Expression expression(@Nullable String text) {
        return text == null ? null : new Expression(SqlText.withoutOuterParentheses(text));
    }
}
