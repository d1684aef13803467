package io.qail.impact;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Counts everything that a plan puts at risk in one table by one scan; by a second one where a cast raises. */
final class TableScan {

    private final Connection connection;
    private final List<RowsAtRisk> risks;
    private final LiveRows rows;

    TableScan(Connection connection, List<RowsAtRisk> risks) {
        this.connection = connection;
        this.risks = risks;
        this.rows = risks.get(0).rows();
    }

    /** Of how many risks the rows are counted. */
    int size() {
        return risks.size();
    }

    /** Counts for each risk, in their order. */
    List<Count> exact() throws SQLException {
        return count("");
    }

    /** The same from some of the table's pages; the same ones each time. */
    List<Count> estimated(double percent) throws SQLException {
        return count(String.format(Locale.ROOT, " TABLESAMPLE SYSTEM (%.6f) REPEATABLE (0)", percent)).stream()
                .map(count -> count.scaled(100 / percent))
                .toList();
    }

    private List<Count> count(String sample) throws SQLException {
        try {
            return Attempt.run(connection, () -> plain(risks, sample));
        } catch (SQLException e) {
            if (!SqlErrors.isData(e)) {
                throw e;
            }
        }
        try {
            return Attempt.undone(connection, () -> new GuardedScan(connection, risks).count(sample));
        } catch (SQLException e) {
            // No right to temporary objects is such a refusal.
            if (!SqlErrors.isData(e) && !SqlErrors.isRefusal(e)) {
                throw e;
            }
            return plain(
                    risks.stream()
                            .map(risk -> risk.conversion() == null
                                    ? risk
                                    : risk.widened("its new values cannot be computed: " + SqlErrors.message(e)))
                            .toList(),
                    sample);
        }
    }

    private List<Count> plain(List<RowsAtRisk> counted, String sample) throws SQLException {
        Optional<List<Count>> nullFree = new NullFreeScan(connection, counted).count(sample);
        if (nullFree.isPresent()) {
            return nullFree.get();
        }
        List<String> columns = new ArrayList<>();
        for (RowsAtRisk risk : counted) {
            String refused =
                    risk.conversion() == null ? null : risk.conversion().refused();
            if (refused == null) {
                columns.add(
                        risk.conversion() == null && risk.isOfValues()
                                ? "pg_catalog.count(" + risk.value() + ")"
                                : countOf(risk.condition()));
                columns.add("0");
            } else {
                columns.add(countOf(risk.condition() + " AND (" + refused + ") IS NOT TRUE"));
                columns.add(countOf(refused));
            }
        }
        return read(connection, counted, "SELECT " + String.join(", ", columns) + " FROM " + rows.from(sample));
    }

    static String countOf(String condition) {
        return condition.equals("true")
                ? "pg_catalog.count(*)"
                : "pg_catalog.count(*) FILTER (WHERE " + condition + ")";
    }

    /** Reads two columns for each risk: values at risk, values rejected. */
    static List<Count> read(Connection connection, List<RowsAtRisk> counted, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            List<Count> counts = new ArrayList<>();
            for (int i = 0; i < counted.size(); i++) {
                counts.add(new Count(
                        result.getLong(2 * i + 1),
                        result.getLong(2 * i + 2),
                        false,
                        counted.get(i).doubt()));
            }
            return counts;
        }
    }
}
