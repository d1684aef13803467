package io.qail.impact;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts the values of many columns by one condition: where no row has a null in any of them, each has as many values as
 * there are rows. Half the time of a count for each column. Where there is a null, the counts are not known by that.
 */
final class NullFreeScan {

    /** With fewer columns the counts themselves cost no more. */
    private static final int MANY = 4;

    /** Arguments that a function can have by default. */
    private static final int MOST_ARGUMENTS = 100;

    private final Connection connection;
    private final List<RowsAtRisk> risks;
    private final LiveRows rows;

    NullFreeScan(Connection connection, List<RowsAtRisk> risks) {
        this.connection = connection;
        this.risks = risks;
        this.rows = risks.get(0).rows();
    }

    /** Counts for each risk, in their order; nothing where there is a null, or more at risk than values. */
    Optional<List<Count>> count(String sample) throws SQLException {
        List<String> values = new ArrayList<>();
        for (RowsAtRisk risk : risks) {
            if (risk.conversion() == null && risk.isOfValues()) {
                values.add(String.valueOf(risk.value()));
            } else if (risk.conversion() != null || !risk.condition().equals("true")) {
                return Optional.empty();
            }
        }
        // The first rows say whether it is worth a try, the scan itself whether it holds.
        String from = rows.from(sample);
        if (values.size() < MANY || all(values, "(SELECT * FROM " + from + " LIMIT 100) AS " + rows.alias()) < 0) {
            return Optional.empty();
        }
        long all = all(values, from);
        return all < 0
                ? Optional.empty()
                : Optional.of(risks.stream()
                        .map(risk -> new Count(all, 0, false, risk.doubt()))
                        .toList());
    }

    /** How many rows there are; −1 where one of them has a null in one of the columns. */
    private long all(List<String> columns, String from) throws SQLException {
        List<String> nulls = new ArrayList<>();
        for (int i = 0; i < columns.size(); i += MOST_ARGUMENTS) {
            nulls.add("pg_catalog.num_nulls("
                    + String.join(", ", columns.subList(i, Math.min(i + MOST_ARGUMENTS, columns.size()))) + ") > 0");
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE "
                        + String.join(" OR ", nulls) + ") FROM " + from)) {
            row.next();
            return row.getLong(2) == 0 ? row.getLong(1) : -1;
        }
    }
}
