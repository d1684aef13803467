package io.qail.migrate;

import io.qail.error.MigrationException;
import io.qail.plan.AtRisk;
import io.qail.plan.ColumnOperation;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.Risk;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses to update rows of a table that has a rule for UPDATE. A rule can swallow the statement, send it elsewhere, or run
 * others beside it, and PostgreSQL then reports fewer rows without an error. Foreign keys that carry an UPDATE on meet the
 * rules of the referencing table too.
 */
final class RewriteRules {

    private static final String QUERY = """
            SELECT r.rulename, n.nspname, c.relname
            FROM ROWS FROM (pg_catalog.unnest(?), pg_catalog.unnest(?)) AS wanted(schema, name)
            JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
            JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.ev_type = '2'
            WHERE r.ev_enabled = 'A' OR r.ev_enabled = CASE pg_catalog.current_setting('session_replication_role')
                WHEN 'replica' THEN 'R' ELSE 'O' END
            ORDER BY 2, 3, 1 LIMIT 1
            """;

    private RewriteRules() {}

    /** Before anything runs, by the names of then. */
    static void refuse(Connection connection, Plan plan, String version) throws SQLException {
        Set<ObjectName> updated = new TreeSet<>();
        for (Operation operation : plan.transactional()) {
            if (operation instanceof ColumnOperation column && column.writesValues()) {
                plan.before(column).ifPresent(address -> updated.add(address.name()));
            }
        }
        for (AtRisk risk : plan.risks()) {
            if (risk.risk() instanceof Risk.CascadedColumn) {
                updated.add(risk.liveTable());
            }
        }
        refuse(connection, updated, version);
    }

    /** Right before the statement, under its lock: a rule may have come since. */
    static void refuse(Connection connection, Collection<ObjectName> tables, String version) throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", tables.stream().map(ObjectName::schema).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", tables.stream().map(ObjectName::name).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    throw refusal(version, ObjectName.of(row.getString(2), row.getString(3)), row.getString(1));
                }
            }
        }
    }

    private static MigrationException refusal(String version, ObjectName table, String rule) {
        String name = Identifier.quote(rule);
        return new MigrationException(
                version,
                "Migration " + version + " updates rows of " + table.sql() + ", and the rule " + name
                        + " of that table changes what an UPDATE does: rows could keep their old values without an error",
                "Disable the rule, start again, and enable it afterwards: ALTER TABLE " + table.sql() + " DISABLE RULE "
                        + name + ". Nothing was changed.");
    }
}
