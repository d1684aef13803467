package io.qail.migrate;

import io.qail.error.EnvironmentException;
import io.qail.plan.Plan;
import io.qail.schema.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Owners and grantors of objects that a plan makes again. The migration's role must be able to become each of them, or the
 * objects would change hands: refused before anything runs.
 */
final class NeededRoles {

    private static final String MISSING = """
            SELECT needed.name, current_user
            FROM pg_catalog.unnest(?) AS needed(name)
            JOIN pg_catalog.pg_roles r ON r.rolname OPERATOR(pg_catalog.=) needed.name
            WHERE NOT pg_catalog.pg_has_role(r.oid, ?)
            ORDER BY 1
            """;

    private NeededRoles() {}

    static void check(Connection connection, Plan plan, String version) throws SQLException {
        if (!KeptState.makesAgain(plan)) {
            return;
        }
        Map<String, Set<String>> needed = KeptState.before(connection, plan).neededRoles();
        if (needed.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        Set<String> missing = new TreeSet<>();
        String user = "";
        try (PreparedStatement statement = connection.prepareStatement(MISSING)) {
            statement.setArray(
                    1, connection.createArrayOf("text", needed.keySet().toArray()));
            statement.setString(2, connection.getMetaData().getDatabaseMajorVersion() >= 16 ? "SET" : "MEMBER");
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String role = row.getString(1);
                    user = Identifier.quote(row.getString(2));
                    missing.add(Identifier.quote(role));
                    lines.add("role " + Identifier.quote(role) + ": "
                            + String.join(", ", needed.getOrDefault(role, Set.of())));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new EnvironmentException(
                    "Migration " + version + " makes objects again whose owner or grantor the role " + user
                            + " cannot act as\n    " + String.join("\n    ", lines),
                    "Run GRANT " + String.join(", ", missing) + " TO " + user
                            + ", or migrate as a role that is a member. Nothing was changed.");
        }
    }
}
