package io.qail.impact;

import io.qail.impact.Violation.KeyPart;
import io.qail.plan.AddColumn;
import io.qail.plan.AddConstraint;
import io.qail.plan.AlterColumnType;
import io.qail.plan.AlterDomain;
import io.qail.plan.ColumnOperation;
import io.qail.plan.CopyRows;
import io.qail.plan.CreateIndex;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.RunSql;
import io.qail.plan.SetNotNull;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are there already and violate what an operation declares, so that it will fail. Said only where they are sure:
 * nothing is foreseen about columns that the same plan fills or changes, nor where it runs SQL or loads rows.
 */
final class Violations implements ConstraintViolations.Rows {

    private final Connection connection;
    private final LiveRisks live;
    private final LiveTableNames names;
    private final Map<ObjectName, TableFacts> facts;
    private final long exactLimit;
    private final ConstraintViolations constraints = new ConstraintViolations(this);
    private final PartitionViolations partitions;
    private final boolean foreseeable;
    private final Set<String> moving = new HashSet<>();

    /**
     * What was found.
     *
     * @param count rows, or groups of duplicates, that make the operation fail; 0 also where they cannot be foreseen
     * @param doubt why there may be some although none were counted, in words; null where it is sure
     */
    record Found(long count, @Nullable String doubt) {

        static final Found NOTHING = new Found(0, null);
    }

    /**
     * @param names of the operation that is dealt with at a time; moved on by the caller
     * @param exactLimit tables with more rows are not looked through
     */
    Violations(
            Connection connection,
            LiveRisks live,
            LiveTableNames names,
            Map<ObjectName, TableFacts> facts,
            long exactLimit) {
        this.connection = connection;
        this.live = live;
        this.names = names;
        this.facts = facts;
        this.exactLimit = exactLimit;
        Plan plan = live.plan();
        this.partitions = new PartitionViolations(connection, plan, this);
        this.foreseeable = plan.operations().stream()
                .noneMatch(operation -> operation instanceof RunSql || operation instanceof CopyRows);
        for (Operation operation : plan.operations()) {
            if (operation instanceof ColumnOperation column
                    && (column instanceof AddColumn || column instanceof AlterColumnType || column.writesValues())) {
                moving.add(address(column.table(), column.column()));
            }
        }
    }

    Found of(Operation operation) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        Found found = attempt(() -> {
            violations.addAll(violations(operation));
            return 0L;
        });
        for (Violation violation : violations) {
            Found next = attempt(() -> count(violation));
            found = new Found(found.count() + next.count(), next.doubt() == null ? found.doubt() : next.doubt());
        }
        return found;
    }

    private Found attempt(Attempt.Work<Long> work) throws SQLException {
        try {
            return new Found(Attempt.run(connection, work), null);
        } catch (SQLException e) {
            if (SqlErrors.isTimeout(e)) {
                return new Found(0, "whether rows violate it was not found out in time");
            }
            if (SqlErrors.isRefusal(e) || SqlErrors.isData(e)) {
                return new Found(0, "whether rows violate it cannot be found out: " + SqlErrors.message(e));
            }
            throw e;
        }
    }

    private long count(Violation violation) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(violation.count())) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Up to five of the rows, by their keys. */
    List<String> examples(Operation operation) throws SQLException {
        List<String> examples = new ArrayList<>();
        for (Violation violation : violations(operation)) {
            String query = violation.examples();
            if (query != null) {
                examples.addAll(Attempt.run(connection, () -> ExampleKeys.read(connection, query)));
            }
        }
        return examples;
    }

    private List<Violation> violations(Operation operation) throws SQLException {
        if (!foreseeable) {
            return List.of();
        }
        if (operation instanceof AlterDomain alter) {
            return ofDomain(alter);
        }
        if (SequenceViolations.concerns(operation)) {
            return SequenceViolations.of(connection, operation, names).stream().toList();
        }
        List<Violation> ofPartitions = partitions.of(operation);
        return ofPartitions.isEmpty() ? violation(operation).stream().toList() : ofPartitions;
    }

    private Optional<Violation> violation(Operation operation) {
        if (operation instanceof SetNotNull notNull) {
            return withHeirs(notNull.table(), List.of(notNull.column()))
                    .map(rows -> Violation.ofRows(
                            rows.from(), isNull(rows.alias(), notNull.column()), key(notNull.table())));
        }
        if (operation instanceof AddColumn add && needsValue(add.definition())) {
            return withHeirs(add.table(), List.of())
                    .map(rows -> Violation.ofRows(rows.from(), "true", key(add.table())));
        }
        if (operation instanceof CreateIndex create && create.index().unique()) {
            return constraints.of(create.index());
        }
        return operation instanceof AddConstraint add
                ? constraints.of(add.table(), add.constraint())
                : Optional.empty();
    }

    /** Every column of the domain, by the new conditions; in a check of a domain {@code VALUE} is a name like a column's. */
    private List<Violation> ofDomain(AlterDomain alter) {
        List<String> conditions = new ArrayList<>();
        if (alter.to().notNull() && !alter.from().notNull()) {
            conditions.add(isNull("_qail_values", "value"));
        }
        for (CheckConstraint check : alter.to().checks()) {
            if (!alter.from().checks().contains(check)) {
                conditions.add("(" + check.expression() + ") IS FALSE");
            }
        }
        List<Violation> violations = new ArrayList<>();
        for (Table table : conditions.isEmpty() ? List.<Table>of() : tablesOf(alter, live.plan())) {
            for (Column column : table.columns()) {
                if (isOf(column, alter) && !isAtRisk(table, column)) {
                    withHeirs(names.current(table.name()), List.of())
                            .map(rows -> Violation.ofRows(
                                    "(SELECT *, " + rows.column(column.name()) + " AS value FROM " + rows.from()
                                            + ") AS _qail_values",
                                    "(" + String.join(" OR ", conditions) + ")",
                                    List.of()))
                            .ifPresent(violations::add);
                }
            }
        }
        return violations;
    }

    /** What is dropped or changes, before or after, may not violate anything when the domain changes. */
    private boolean isAtRisk(Table table, Column column) {
        return live.all().stream()
                .anyMatch(risk -> risk.liveTable().equals(table.name())
                        && (risk.liveColumn() == null || risk.liveColumn().equals(column.name())));
    }

    /** The tables that a plan reads without naming them: those with columns of a domain that gets stricter. */
    static List<ObjectName> tablesOfDomains(Plan plan) {
        return plan.operations().stream()
                .filter(AlterDomain.class::isInstance)
                .flatMap(alter -> tablesOf((AlterDomain) alter, plan).stream())
                .map(Table::name)
                .toList();
    }

    private static List<Table> tablesOf(AlterDomain alter, Plan plan) {
        return plan.from().tables().values().stream()
                .filter(table -> table.columns().stream().anyMatch(column -> isOf(column, alter)))
                .toList();
    }

    private static boolean isOf(Column column, AlterDomain alter) {
        return alter.from().name().equals(column.type().userDefined())
                && !column.type().isArray();
    }

    private static String isNull(String alias, String column) {
        return alias + "." + Identifier.quote(column) + " IS NOT DISTINCT FROM NULL";
    }

    @Override
    public Optional<LiveRows> of(ObjectName table, Collection<String> columns) {
        return withHeirs(table, columns).map(rows -> rows.within(live.reach(rows.table())));
    }

    /** The table, if it was there before, is not too large, and has all these columns as they are. */
    @Override
    public Optional<LiveRows> withHeirs(ObjectName table, Collection<String> columns) {
        return names.rows(table)
                .filter(rows ->
                        facts.getOrDefault(rows.table(), TableFacts.NONE).rows() <= exactLimit)
                .filter(rows -> columns.stream().noneMatch(column -> moving.contains(address(table, column))));
    }

    @Override
    public List<KeyPart> key(ObjectName table) {
        Table before = live.plan().from().tables().get(names.live(table));
        return names.rows(table)
                .flatMap(rows -> Optional.ofNullable(before)
                        .flatMap(Table::primaryKey)
                        .map(PrimaryKey::columns)
                        .filter(columns -> rows.currentNames().keySet().containsAll(columns))
                        .map(columns -> columns.stream()
                                .map(column -> new KeyPart(rows.current(column), rows.column(column)))
                                .toList()))
                .orElse(List.of());
    }

    private static String address(ObjectName table, String column) {
        return table.sql() + "." + Identifier.quote(column);
    }

    private static boolean needsValue(Column column) {
        return column.notNull()
                && column.defaultValue() == null
                && column.identity() == null
                && column.generated() == null
                && column.type().userDefined() == null;
    }
}
