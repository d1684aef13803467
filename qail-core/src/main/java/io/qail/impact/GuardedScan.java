package io.qail.impact;

import io.qail.schema.SqlLiteral;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The scan for a table in which a cast raises: one temporary function for each conversion assigns a row's new value as
 * ALTER TABLE and UPDATE do, catches what PostgreSQL raises, and says what became of the value. Slower by far than a plain
 * scan, so only the second choice. Everything it creates goes with the savepoint of the caller.
 */
final class GuardedScan {

    private static final String VIEW = "pg_temp._qail_live_rows";

    private static final int CHANGED = 1;
    private static final int REJECTED = 2;

    private final Connection connection;
    private final List<RowsAtRisk> risks;
    private final LiveRows rows;

    GuardedScan(Connection connection, List<RowsAtRisk> risks) {
        this.connection = connection;
        this.risks = risks;
        this.rows = risks.get(0).rows();
    }

    List<Count> count(String sample) throws SQLException {
        List<String> outcomes = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW " + VIEW + " AS SELECT * FROM " + rows.from(sample));
            for (RowsAtRisk risk : risks) {
                String outcome = "_qail_outcome_" + outcomes.size();
                Conversion conversion = risk.conversion();
                if (conversion == null) {
                    outcomes.add("CASE WHEN " + risk.condition() + " THEN " + CHANGED + " END AS " + outcome);
                } else {
                    statement.execute("CREATE FUNCTION pg_temp." + outcome + "(_qail_row " + VIEW
                            + ") RETURNS integer LANGUAGE plpgsql AS " + SqlLiteral.quote(body(conversion)));
                    outcomes.add("pg_temp." + outcome + "(" + rows.alias() + ".*) AS " + outcome);
                }
                counts.add(TableScan.countOf(outcome + " = " + CHANGED));
                counts.add(TableScan.countOf(outcome + " = " + REJECTED));
            }
        }
        // OFFSET 0 keeps PostgreSQL from calling each function once for every count of it.
        return TableScan.read(
                connection,
                risks,
                "SELECT " + String.join(", ", counts) + " FROM (SELECT " + String.join(", ", outcomes) + " FROM " + VIEW
                        + " AS " + rows.alias() + " OFFSET 0) AS _qail_outcomes");
    }

    private String body(Conversion conversion) {
        String row = " FROM (SELECT (_qail_row).*) AS " + rows.alias();
        String caught = " EXCEPTION WHEN data_exception OR integrity_constraint_violation OR plpgsql_error"
                + " OR feature_not_supported THEN RETURN ";
        // An assignment to the variable, not a cast: plpgsql refuses what ALTER TABLE refuses.
        return """
                #variable_conflict use_column
                DECLARE
                    _qail_new %s;
                    _qail_changed boolean;
                BEGIN
                    BEGIN
                        SELECT %s INTO _qail_new%s;
                    %s%d;
                    END;
                    BEGIN
                        SELECT %s INTO _qail_changed%s;
                    %s%d;
                    END;
                    RETURN CASE WHEN _qail_changed THEN %d ELSE 0 END;
                END
                """.formatted(
                        conversion.to().sql(),
                        conversion.expression(),
                        row,
                        caught,
                        REJECTED,
                        conversion.changed("_qail_new"),
                        row,
                        caught,
                        CHANGED,
                        CHANGED);
    }
}
