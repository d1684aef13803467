package io.qail.impact;

import io.qail.plan.AtRisk;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.Risk;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

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
    private final Plan plan;
    private final long exactLimit;
    private final String defaultSchema;
    private final LiveTableNames names;

    private ImpactAnalysis(Connection connection, Plan plan, long exactLimit, String defaultSchema) {
        this.connection = connection;
        this.plan = plan;
        this.exactLimit = exactLimit;
        this.defaultSchema = defaultSchema;
        this.names = new LiveTableNames(plan);
    }

    /**
     * The analysis for display: tables with more rows than the limit are estimated from a sample. Takes as long as one scan
     * of each table concerned up to that limit.
     *
     * @throws io.qail.error.EnvironmentException when the role may not see all rows
     */
    public static ImpactReport analyse(Connection connection, Plan plan, ImpactOptions options, String defaultSchema)
            throws SQLException {
        return new ImpactAnalysis(connection, plan, options.exactLimit(), defaultSchema).report();
    }

    /**
     * The exact analysis for decisions; it holds as long as the caller keeps writers from the tables. Takes as long as one
     * scan of each table that something is at risk in.
     *
     * @throws io.qail.error.EnvironmentException when the role may not see all rows
     */
    public static ImpactReport count(Connection connection, Plan plan, String defaultSchema) throws SQLException {
        return new ImpactAnalysis(connection, plan, Long.MAX_VALUE, defaultSchema).report();
    }

    private ImpactReport report() throws SQLException {
        Map<Operation, AtRisk> risks = new HashMap<>();
        plan.risks().forEach(risk -> risks.put(risk.operation(), risk));
        TreeSet<ObjectName> tables = new TreeSet<>();
        plan.operations().forEach(operation -> operation.tables().forEach(table -> tables.add(names.live(table))));
        Map<ObjectName, TableFacts> facts = TableFacts.read(connection, tables);
        Map<Operation, Count> counts = counts(facts);

        List<Impact> impacts = new ArrayList<>();
        for (Operation operation : plan.operations()) {
            AtRisk risk = risks.get(operation);
            Count count = counts.get(operation);
            if (risk != null || !operation.tables().isEmpty()) {
                impacts.add(new ImpactOfOperation(connection, names, facts, defaultSchema).of(operation, risk, count));
            }
        }
        return new ImpactReport(impacts);
    }

    private Map<Operation, Count> counts(Map<ObjectName, TableFacts> facts) throws SQLException {
        Map<ObjectName, List<AtRisk>> byTable = new TreeMap<>();
        for (AtRisk risk : plan.risks()) {
            if (!(risk.risk() instanceof Risk.Unanalysed)) {
                byTable.computeIfAbsent(risk.liveTable(), table -> new ArrayList<>())
                        .add(risk);
            }
        }
        Map<Operation, Count> counts = new HashMap<>();
        if (byTable.isEmpty()) {
            return counts;
        }
        return Attempt.undone(connection, () -> {
            createTypes(byTable);
            for (Map.Entry<ObjectName, List<AtRisk>> table : byTable.entrySet()) {
                scan(table.getKey(), table.getValue(), facts.getOrDefault(table.getKey(), TableFacts.NONE), counts);
            }
            return counts;
        });
    }

    /** The types that the plan itself creates and converts to; without them nothing could be said about the values. */
    private void createTypes(Map<ObjectName, List<AtRisk>> byTable) throws SQLException {
        boolean converts = byTable.values().stream()
                .flatMap(List::stream)
                .anyMatch(risk ->
                        risk.risk() instanceof Risk.RetypedColumn || risk.risk() instanceof Risk.TransformedColumn);
        if (!converts) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            for (Operation operation : plan.transactional()) {
                if (createsType(operation)) {
                    for (String sql : operation.statements()) {
                        statement.execute(sql);
                    }
                }
            }
        }
    }

    private static boolean createsType(Operation operation) {
        ObjectKind kind = operation.object().kind();
        return operation.action().startsWith("CREATE ")
                && (kind == ObjectKind.SCHEMA || kind == ObjectKind.EXTENSION || kind == ObjectKind.ENUM);
    }

    private void scan(ObjectName table, List<AtRisk> risks, TableFacts facts, Map<Operation, Count> counts)
            throws SQLException {
        try {
            List<RowsAtRisk> rows = new ArrayList<>();
            for (AtRisk risk : risks) {
                rows.add(RowsAtRisk.of(connection, plan, risk));
            }
            TableScan scan = new TableScan(connection, rows);
            List<Count> found = facts.rows() > exactLimit
                    ? scan.estimated(Math.min(100, 100 * SAMPLE / facts.rows()))
                    : scan.exact();
            for (int i = 0; i < risks.size(); i++) {
                counts.put(risks.get(i).operation(), found.get(i));
            }
        } catch (SQLException e) {
            if (SqlErrors.isPrivilege(e)) {
                throw SqlErrors.notReadable(table, defaultSchema, e);
            }
            throw e;
        }
    }
}
