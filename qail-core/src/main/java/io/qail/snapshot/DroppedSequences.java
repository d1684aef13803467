package io.qail.snapshot;

import io.qail.plan.DropSequence;
import io.qail.plan.Plan;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Where the sequences stood that a plan drops by themselves; those of columns go along with their tables. */
final class DroppedSequences {

    private static final String QUERY = """
            SELECT pg_catalog.pg_sequence_last_value(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'S'
            """;

    private DroppedSequences() {}

    /** Statements that set each one back to where it stood, once it is there again; none for one that was never used. */
    static List<String> of(Connection connection, Plan plan) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (var operation : plan.operations()) {
            if (operation instanceof DropSequence drop) {
                add(connection, drop.sequence().name(), statements);
            }
        }
        return statements;
    }

    private static void add(Connection connection, ObjectName name, List<String> statements) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                if (row.next() && row.getString(1) != null) {
                    statements.add("SELECT pg_catalog.setval(" + SqlLiteral.quote(name.sql())
                            + "::pg_catalog.regclass, " + row.getLong(1) + ", true)");
                }
            }
        }
    }
}
