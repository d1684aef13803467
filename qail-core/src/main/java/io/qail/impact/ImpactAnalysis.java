package io.qail.impact;

import io.qail.error.Setting;
import io.qail.plan.AlterDomain;
import io.qail.plan.AlterSequence;
import io.qail.plan.AtRisk;
import io.qail.plan.CreateEnum;
import io.qail.plan.CreateExtension;
import io.qail.plan.CreateSchema;
import io.qail.plan.DropSequence;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.RenameEnum;
import io.qail.plan.Risk;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Says what a plan does to live data, before it runs. It reads and changes nothing: what it creates to count with, goes
 * with a savepoint.
 *
 * <ol>
 *   <li>The rows that each operation puts at risk are written down as SQL over the live tables.
 *   <li>Each table is scanned once for all its operations; a second time only where a cast raises.
 *   <li>Operations that put nothing at risk are listed with the lock that they take.
 * </ol>
 *
 * <p>The connection is in a transaction with QAIL's session settings, {@code row_security = off} above all.
 */
public final class ImpactAnalysis {

    /** Rows that an estimate looks at. */
    private static final double SAMPLE = 300_000;

    private final Connection connection;
    private final LiveRisks live;
    private final Plan plan;
    private final boolean forDisplay;
    private final long exactLimit;
    private final String defaultSchema;
    private final Set<Operation> measured = new HashSet<>();
    private Map<AtRisk, Count> counted = Map.of();

    private ImpactAnalysis(
            Connection connection, LiveRisks live, boolean forDisplay, long exactLimit, String defaultSchema) {
        this.connection = connection;
        this.live = live;
        this.plan = live.plan();
        this.forDisplay = forDisplay;
        this.exactLimit = exactLimit;
        this.defaultSchema = defaultSchema;
    }

    /**
     * The analysis for display: tables with more rows than the limit are estimated from a sample. It also looks for rows that
     * violate a constraint which the plan adds, and for sequences outside of their new bounds. Takes as long as one scan of
     * each table concerned up to that limit, and one for each such constraint.
     *
     * @throws io.qail.error.EnvironmentException when the role may not see all rows
     */
    public static ImpactReport analyse(Connection connection, Plan plan, ImpactOptions options, String defaultSchema)
            throws SQLException {
        ImpactAnalysis analysis = new ImpactAnalysis(
                connection, LiveRisks.read(connection, plan), true, options.exactLimit(), defaultSchema);
        return DisplayTimeout.within(connection, options.timeout(), analysis::report);
    }

    /**
     * Rows that make operations of the plan fail, for those of which the report says so. Reads each of their tables up to
     * twice, within the limits of the display.
     *
     * @param report what {@link #analyse} found
     */
    public static List<ExampleKeys> examples(
            Connection connection, Plan plan, ImpactReport report, ImpactOptions options, String defaultSchema)
            throws SQLException {
        ImpactAnalysis analysis = new ImpactAnalysis(
                connection, LiveRisks.read(connection, plan), true, options.exactLimit(), defaultSchema);
        return DisplayTimeout.within(connection, options.timeout(), () -> analysis.examples(report));
    }

    /**
     * The exact analysis for decisions; it holds as long as the caller keeps writers from the tables. Takes as long as one
     * scan of each table that something is at risk in.
     *
     * @throws io.qail.error.EnvironmentException when the role may not see all rows
     */
    public static ExactImpact exact(Connection connection, Plan plan, String defaultSchema) throws SQLException {
        ImpactAnalysis analysis =
                new ImpactAnalysis(connection, LiveRisks.read(connection, plan), false, Long.MAX_VALUE, defaultSchema);
        ImpactReport report = analysis.report();
        return new ExactImpact(report, analysis.measured, analysis.updates());
    }

    /** The report of {@link #exact}. */
    public static ImpactReport count(Connection connection, Plan plan, String defaultSchema) throws SQLException {
        return exact(connection, plan, defaultSchema).report();
    }

    /** How many rows each UPDATE will write whose condition is exact and whose column nothing else changes. */
    private Map<Operation, Long> updates() {
        Map<Operation, Long> updates = new HashMap<>();
        Set<Operation> unknown = new HashSet<>(measured);
        for (AtRisk risk : live.all()) {
            if (risk.risk() instanceof Risk.TransformedColumn) {
                Count count = counted.getOrDefault(risk, Count.NOTHING);
                long risks = live.all().stream()
                        .filter(other -> other.liveTable().equals(risk.liveTable())
                                && Objects.equals(other.liveColumn(), risk.liveColumn()))
                        .count();
                if (count.doubt() != null || risks > 1) {
                    unknown.add(risk.operation());
                }
                updates.merge(risk.operation(), count.atRisk(), Long::sum);
            }
        }
        updates.keySet().removeAll(unknown);
        return updates;
    }

    private ImpactReport report() throws SQLException {
        Map<ObjectName, TableFacts> facts = facts();
        Map<AtRisk, Count> counts = counts(facts);
        counted = counts;
        Map<Operation, Set<AtRisk>> risks = new HashMap<>();
        live.all()
                .forEach(risk -> risks.computeIfAbsent(risk.operation(), operation -> new LinkedHashSet<>())
                        .add(risk));

        LiveTableNames names = new LiveTableNames(plan.from());
        ImpactOfOperation words =
                new ImpactOfOperation(new DroppedAlong(connection, live), names, facts, defaultSchema);
        Violations violations = new Violations(connection, live, names, facts, exactLimit);
        List<Impact> impacts = new ArrayList<>();
        for (Operation operation : plan.operations()) {
            Set<AtRisk> ofOperation = risks.getOrDefault(operation, Set.of());
            for (AtRisk risk : ofOperation) {
                impacts.add(words.of(risk, counts.getOrDefault(risk, Count.NOTHING)));
            }
            if (!ofOperation.isEmpty()) {
                // Said already, with what is at risk.
            } else if (operation.risk().orElse(null) instanceof Risk.Unanalysed sql) {
                impacts.add(words.ofUnanalysed(operation, sql));
            } else if (operation instanceof DropSequence drop) {
                impacts.add(words.ofSequence(drop, SequencePosition.of(connection, drop)));
            } else if (operation.tables().stream().anyMatch(table -> isLive(names.live(table)))) {
                impacts.add(
                        words.ofHarmless(operation, forDisplay ? violations.of(operation) : Violations.Found.NOTHING));
            } else if ((operation instanceof AlterDomain || operation instanceof AlterSequence) && forDisplay) {
                Violations.Found found = violations.of(operation);
                if (!found.equals(Violations.Found.NOTHING)) {
                    impacts.add(words.ofHarmless(operation, found));
                }
            }
            names.after(operation);
        }
        return new ImpactReport(impacts);
    }

    private Map<ObjectName, TableFacts> facts() throws SQLException {
        Set<ObjectName> tables = live.tables();
        tables.addAll(Violations.tablesOfDomains(plan));
        tables.addAll(PartitionViolations.defaultPartitions(plan));
        return TableFacts.read(connection, tables);
    }

    private List<ExampleKeys> examples(ImpactReport report) throws SQLException {
        LiveTableNames names = new LiveTableNames(plan.from());
        Map<ObjectName, TableFacts> facts = facts();
        Violations violations = new Violations(connection, live, names, facts, exactLimit);
        ImpactOfOperation words =
                new ImpactOfOperation(new DroppedAlong(connection, live), names, facts, defaultSchema);
        List<ExampleKeys> examples = new ArrayList<>();
        for (Operation operation : plan.operations()) {
            Impact wanted = words.ofHarmless(operation, Violations.Found.NOTHING);
            boolean fails = report.impacts().stream()
                    .anyMatch(impact -> impact.rejected() > 0
                            && impact.action().equals(wanted.action())
                            && impact.object().equals(wanted.object()));
            List<String> keys = fails ? violations.examples(operation) : List.of();
            if (!keys.isEmpty()) {
                examples.add(new ExampleKeys(wanted.action(), wanted.object(), keys));
            }
            names.after(operation);
        }
        return examples;
    }

    private boolean isLive(ObjectName table) {
        return plan.from().tables().containsKey(table);
    }

    private Map<AtRisk, Count> counts(Map<ObjectName, TableFacts> facts) throws SQLException {
        List<AtRisk> risks = live.all();
        Map<AtRisk, Count> counts = new HashMap<>();
        if (risks.isEmpty()) {
            return counts;
        }
        return Attempt.undone(connection, () -> {
            createTypes(risks);
            Map<LiveRows, List<AtRisk>> scans = new LinkedHashMap<>();
            risks.forEach(risk -> scans.computeIfAbsent(live.rows(risk), rows -> new ArrayList<>())
                    .add(risk));
            for (Map.Entry<LiveRows, List<AtRisk>> scan : scans.entrySet()) {
                TableFacts table = facts.getOrDefault(scan.getKey().table(), TableFacts.NONE);
                scan(scan.getKey().table(), scan.getValue(), table, counts);
            }
            return counts;
        });
    }

    /**
     * The types that the plan itself creates and converts to; without them nothing could be said about the values. Where
     * they cannot be created, every value that needs them counts.
     */
    private void createTypes(List<AtRisk> risks) throws SQLException {
        boolean converts = risks.stream()
                .anyMatch(risk ->
                        risk.risk() instanceof Risk.RetypedColumn || risk.risk() instanceof Risk.TransformedColumn);
        List<String> statements = plan.transactional().stream()
                .filter(ImpactAnalysis::createsType)
                .flatMap(operation -> operation.statements().stream())
                .toList();
        if (!converts || statements.isEmpty()) {
            return;
        }
        try {
            Attempt.run(connection, () -> {
                try (Statement statement = connection.createStatement()) {
                    for (String sql : statements) {
                        statement.execute(sql);
                    }
                }
                return statements;
            });
        } catch (SQLException e) {
            if (!SqlErrors.isRefusal(e)) {
                throw e;
            }
        }
    }

    private static boolean createsType(Operation operation) {
        return operation instanceof CreateSchema
                || operation instanceof CreateExtension
                || operation instanceof RenameEnum
                || operation instanceof CreateEnum;
    }

    private void scan(ObjectName table, List<AtRisk> risks, TableFacts facts, Map<AtRisk, Count> counts)
            throws SQLException {
        try {
            List<RowsAtRisk> rows = new ArrayList<>();
            for (AtRisk risk : risks) {
                rows.add(RowsAtRisk.of(connection, live, risk));
            }
            TableScan scan = new TableScan(connection, rows);
            List<Count> found = facts.rows() > exactLimit ? estimated(scan, facts) : exact(scan, facts);
            for (int i = 0; i < risks.size(); i++) {
                counts.put(risks.get(i), rows.get(i).measured() ? measured(rows.get(i), found.get(i)) : found.get(i));
            }
        } catch (SQLException e) {
            if (SqlErrors.isPrivilege(e)) {
                throw SqlErrors.notReadable(table, defaultSchema, e);
            }
            throw e;
        }
    }

    /** For display all rows, at most; a decision waits for the UPDATE. */
    private Count measured(RowsAtRisk rows, Count found) {
        measured.add(rows.risk().operation());
        return forDisplay ? new Count(found.atRisk(), 0, true, found.doubt()) : Count.NOTHING;
    }

    private List<Count> exact(TableScan scan, TableFacts facts) throws SQLException {
        try {
            return scan.exact();
        } catch (SQLException e) {
            if (forDisplay && SqlErrors.isTimeout(e)) {
                return estimated(scan, facts);
            }
            throw e;
        }
    }

    private static List<Count> estimated(TableScan scan, TableFacts facts) throws SQLException {
        try {
            return scan.estimated(Math.min(100, 100 * SAMPLE / Math.max(1, facts.rows())));
        } catch (SQLException e) {
            if (SqlErrors.isTimeout(e)) {
                return Collections.nCopies(
                        scan.size(),
                        new Count(
                                facts.rows(), 0, true, "finding out more takes longer than " + Setting.IMPACT_TIMEOUT));
            }
            throw e;
        }
    }
}
