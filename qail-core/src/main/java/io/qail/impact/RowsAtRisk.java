package io.qail.impact;

import io.qail.language.ColumnReferences;
import io.qail.plan.AlterColumnType;
import io.qail.plan.AtRisk;
import io.qail.plan.Risk;
import io.qail.schema.Expression;
import io.qail.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a live table one operation puts at risk, as SQL that runs before the migration.
 *
 * @param rows the table; {@code condition} is SQL over it
 * @param condition true for the rows at risk
 * @param conversion how the column gets its new values; null where it gets none, or none that can be computed beforehand
 * @param doubt why {@code condition} covers more than can be shown to be at risk, in words; null where it does not
 * @param measured whether the UPDATE itself tells which of the rows it changes, so that nothing has to be kept before it
 */
public record RowsAtRisk(
        AtRisk risk,
        LiveRows rows,
        String condition,
        @Nullable Conversion conversion,
        @Nullable String doubt,
        boolean measured) {

    /**
     * Builds the SQL, and asks the server whether the expressions of the risk can be computed before the migration. Where
     * they cannot, every value counts as changed.
     *
     * @param connection in a transaction; the question runs behind a savepoint
     */
    public static RowsAtRisk of(Connection connection, LiveRisks live, AtRisk risk) throws SQLException {
        LiveRows rows = live.rows(risk);
        Risk what = risk.risk();
        if (what instanceof Risk.RetypedColumn retyped) {
            return converted(connection, live, risk, retyped.using(), conversion(rows, risk, retyped));
        }
        if (what instanceof Risk.TransformedColumn transformed) {
            return converted(
                    connection,
                    live,
                    risk,
                    transformed.expression(),
                    new Conversion(
                            rows.column(liveColumn(risk)),
                            transformed.type(),
                            transformed.type(),
                            transformed.expression().text(),
                            value -> value));
        }
        // Counting rows is cheaper than looking for a value that has to be there.
        return new RowsAtRisk(risk, rows, live.isNeverNull(risk) ? "true" : widest(risk, rows), null, null, false);
    }

    /** As the operation converts, and back as its inverse will. */
    private static Conversion conversion(LiveRows rows, AtRisk risk, Risk.RetypedColumn retyped) {
        String column = rows.column(liveColumn(risk));
        if (risk.operation() instanceof AlterColumnType alter
                && alter.inverse().get(0) instanceof AlterColumnType inverse) {
            return new Conversion(
                    column, alter.from(), alter.to(), alter.conversion().orElse(column), inverse::cast);
        }
        return new Conversion(
                column,
                retyped.from(),
                retyped.to(),
                retyped.using() == null ? column : retyped.using().text(),
                value -> value + "::" + retyped.from().sql());
    }

    private static RowsAtRisk converted(
            Connection connection, LiveRisks live, AtRisk risk, @Nullable Expression expression, Conversion conversion)
            throws SQLException {
        LiveRows rows = live.rows(risk);
        String moving = expression == null ? null : movingColumn(live, risk, expression);
        if (moving != null) {
            return doubtful(
                    risk, rows, "its expression reads " + moving + ", which the same migration fills or changes");
        }
        String doubt = expression == null ? null : EarlierSteps.doubt(connection, live.plan(), risk, expression);
        if (doubt != null) {
            return doubtful(risk, rows, doubt);
        }
        Optional<String> failure = failure(connection, rows, conversion.changed());
        if (failure.isEmpty()) {
            String impure = Purity.doubt(connection, rows, conversion.converted());
            if (impure == null) {
                return new RowsAtRisk(risk, rows, "(" + conversion.changed() + ")", conversion, null, false);
            }
            return isMeasurable(live, risk)
                    ? new RowsAtRisk(
                            risk, rows, "true", null, "what it changes is counted when it runs: " + impure, true)
                    : new RowsAtRisk(
                            risk,
                            rows,
                            expression == null ? widest(risk, rows) : "true",
                            null,
                            "it may give another value each time: " + impure,
                            false);
        }
        return failure(connection, rows, conversion.converted()).isEmpty()
                ? doubtful(risk, rows, "no cast leads back to " + conversion.from())
                : doubtful(risk, rows, "its new values cannot be computed before the migration: " + failure.get());
    }

    /** An UPDATE of one column of one table, which nothing else changes before or along with it. */
    private static boolean isMeasurable(LiveRisks live, AtRisk risk) {
        return risk.risk() instanceof Risk.TransformedColumn
                && live.all().stream()
                                .filter(other -> other.operation().equals(risk.operation())
                                        || (other.liveTable().equals(risk.liveTable())
                                                && Objects.equals(other.liveColumn(), risk.liveColumn())))
                                .count()
                        == 1;
    }

    private static Optional<String> failure(Connection connection, LiveRows rows, String expression)
            throws SQLException {
        return Attempt.staticFailure(connection, "SELECT " + expression + " FROM " + rows.from() + " LIMIT 0");
    }

    /** The same rows, and all others whose value could get lost: what is to be taken where the condition raises. */
    public RowsAtRisk widened(String why) {
        return doubtful(risk, rows, why);
    }

    private static RowsAtRisk doubtful(AtRisk risk, LiveRows rows, String why) {
        return new RowsAtRisk(risk, rows, widest(risk, rows), null, why, false);
    }

    private static String widest(AtRisk risk, LiveRows rows) {
        // An UPDATE fills nulls too, and only a stored null leads back to null.
        return risk.risk() instanceof Risk.DroppedTable
                        || risk.risk() instanceof Risk.TransformedColumn
                        || (risk.risk() instanceof Risk.RetypedColumn retyped && retyped.using() != null)
                ? "true"
                : isNotNull(rows.column(liveColumn(risk)));
    }

    /** {@code IS NOT NULL} is false for a row value with a null in it; this is not. */
    static String isNotNull(String value) {
        return value + " IS DISTINCT FROM NULL";
    }

    /** SQL of the value at risk; null for a table. */
    public @Nullable String value() {
        return risk.liveColumn() == null ? null : rows.column(risk.liveColumn());
    }

    /** Whether every value that is not null is at risk. */
    boolean isOfValues() {
        return risk.liveColumn() != null && condition.equals(isNotNull(rows.column(risk.liveColumn())));
    }

    private static String liveColumn(AtRisk risk) {
        String column = risk.liveColumn();
        if (column == null) {
            throw new IllegalArgumentException("No column in " + risk);
        }
        return column;
    }

    /** A column that an expression reads and that the same plan fills or changes, so that its value is not yet there. */
    private static @Nullable String movingColumn(LiveRisks live, AtRisk risk, Expression expression) {
        LiveRows rows = live.rows(risk);
        SortedSet<String> moving = new TreeSet<>();
        Table target = live.plan().to().tables().get(risk.operation().object().name());
        if (target != null) {
            target.columns().forEach(column -> moving.add(column.name()));
            moving.removeAll(rows.currentNames().values());
        }
        for (AtRisk other : live.all()) {
            String column = other.liveColumn();
            if (column != null
                    && other.liveTable().equals(risk.liveTable())
                    && !column.equals(risk.liveColumn())
                    && !(other.risk() instanceof Risk.DroppedColumn)) {
                moving.add(rows.current(column));
            }
        }
        moving.retainAll(ColumnReferences.names(expression));
        return moving.isEmpty() ? null : moving.first();
    }
}
