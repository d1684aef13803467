package io.qail.impact;

import io.qail.impact.Relations.Relation;
import io.qail.plan.AtRisk;
import io.qail.plan.DropExtension;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.Risk;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SqlLiteral;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a plan puts at risk in the database as it is.
 *
 * <ul>
 *   <li>Tables have the columns that are there, inherited ones included: somebody may have dropped one by hand.
 *   <li>Tables are added that the plan does not name and that lose data with it: what inherits a column that goes or
 *       changes, and what belongs to an extension that goes.
 *   <li>Rows are read once: those of a partition with the partition where the plan drops it itself, else with the table that it is
 *       a partition of; those of any other table without the ones that inherit from it.
 * </ul>
 */
public final class LiveRisks {

    private static final String EXTENSION_TABLES = """
            SELECT e.extname, n.nspname, c.relname
            FROM pg_catalog.pg_extension e
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
                AND d.refobjid = e.oid AND d.deptype = 'e' AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind IN ('r', 'p')
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE e.extname = ANY (?) ORDER BY 1, 2, 3
            """;

    private final Plan plan;
    private final Relations relations;
    private final List<AtRisk> all;
    private final Set<ObjectName> droppedTables = new HashSet<>();
    private final Set<ObjectName> unknown = new HashSet<>();

    private LiveRisks(Plan plan, Relations relations, SortedMap<DropExtension, List<ObjectName>> members) {
        this.relations = relations;
        this.plan = new Plan(existing(plan.from()), plan.to(), plan.renames(), plan.operations());
        List<AtRisk> risks = new ArrayList<>();
        for (AtRisk risk : this.plan.risks()) {
            risks.add(risk);
            if (risk.risk() instanceof Risk.DroppedTable) {
                droppedTables.add(risk.liveTable());
            } else if (!isPartitioned(risk.liveTable())) {
                inherited(risk, risk.liveTable(), risks);
            }
        }
        members.forEach((operation, tables) -> tables.forEach(table -> risks.add(
                new AtRisk(operation, new Risk.DroppedTable(table), table, null, sameNames(columns(table))))));
        this.all = List.copyOf(new LinkedHashSet<>(risks));
    }

    /** Reads the catalogs; locks nothing. */
    public static LiveRisks read(Connection connection, Plan plan) throws SQLException {
        SortedMap<DropExtension, List<ObjectName>> members = members(connection, plan);
        Set<ObjectName> tables = new TreeSet<>(tables(plan));
        members.values().forEach(tables::addAll);
        return new LiveRisks(plan, Relations.read(connection, tables), members);
    }

    private static SortedMap<DropExtension, List<ObjectName>> members(Connection connection, Plan plan)
            throws SQLException {
        SortedMap<DropExtension, List<ObjectName>> members = new TreeMap<>(Comparator.comparing(DropExtension::object));
        Map<String, DropExtension> drops = new LinkedHashMap<>();
        for (Operation operation : plan.operations()) {
            if (operation instanceof DropExtension drop) {
                drops.put(drop.extension().name(), drop);
            }
        }
        if (drops.isEmpty()) {
            return members;
        }
        try (PreparedStatement statement = connection.prepareStatement(EXTENSION_TABLES)) {
            SqlArrays.set(statement, 1, drops.keySet());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    DropExtension drop = drops.get(row.getString(1));
                    if (drop != null) {
                        members.computeIfAbsent(drop, same -> new ArrayList<>())
                                .add(ObjectName.of(row.getString(2), row.getString(3)));
                    }
                }
            }
        }
        return members;
    }

    /** The schema with the tables as they are, as far as something can be at risk in them. */
    private Schema existing(Schema from) {
        SchemaBuilder live = from.toBuilder();
        for (Table table : from.tables().values()) {
            Relation relation = relations.get(table.name());
            if (relation != null) {
                live.tables.put(
                        table.name(),
                        table.withColumns(from.allColumns(table).stream()
                                .filter(column -> relation.columns().contains(column.name()))
                                .toList()));
            }
        }
        relations.all().forEach(relation -> {
            if (!from.tables().containsKey(relation.name())) {
                live.tables.put(relation.name(), unknown(relation));
                unknown.add(relation.name());
            }
        });
        return live.build();
    }

    /** A table that no script has made; nothing asks for the types of its columns. */
    private static Table unknown(Relation relation) {
        return new Table(
                relation.name(),
                relation.columns().stream()
                        .map(column -> Column.of(column, DataType.builtIn("text")))
                        .toList(),
                List.of());
    }

    /** What inherits the column of a table shares its fate, unless it has the column from somewhere else too. */
    private void inherited(AtRisk risk, ObjectName parent, List<AtRisk> risks) {
        String column = risk.liveColumn();
        for (Relation child : relations.children(parent)) {
            boolean keeps = risk.risk() instanceof Risk.DroppedColumn
                    && child.ownColumns().contains(String.valueOf(column));
            if (!keeps) {
                Map<String, String> names = sameNames(child.columns());
                names.putAll(risk.liveToCurrentColumns());
                names.keySet().retainAll(child.columns());
                risks.add(new AtRisk(risk.operation(), risk.risk(), child.name(), column, names));
                inherited(risk, child.name(), risks);
            }
        }
    }

    private static Map<String, String> sameNames(List<String> columns) {
        Map<String, String> names = new LinkedHashMap<>();
        columns.forEach(column -> names.put(column, column));
        return names;
    }

    private List<String> columns(ObjectName table) {
        Relation relation = relations.get(table);
        return relation == null ? List.of() : relation.columns();
    }

    /** The plan, from the tables as they are. */
    public Plan plan() {
        return plan;
    }

    /** Every risk, in the order of the operations. */
    public List<AtRisk> all() {
        return all;
    }

    /** The tables that are there and in which something is at risk. */
    public SortedSet<ObjectName> tablesAtRisk() {
        return all.stream()
                .map(AtRisk::liveTable)
                .filter(table -> relations.get(table) != null)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The columns of a table that lose or change values, by their names in the database. */
    public Set<String> columnsAtRisk(ObjectName table) {
        return all.stream()
                .filter(risk -> risk.liveTable().equals(table) && risk.liveColumn() != null)
                .map(risk -> String.valueOf(risk.liveColumn()))
                .collect(Collectors.toSet());
    }

    /** The table from which one that no script has made inherits its columns; empty for one that the plan knows. */
    public Optional<ObjectName> knownParent(ObjectName table) {
        ObjectName at = table;
        Relation relation = relations.get(at);
        while (unknown.contains(at) && relation != null && !relation.parents().isEmpty()) {
            at = relation.parents().get(0);
            relation = relations.get(at);
        }
        return at.equals(table) ? Optional.empty() : Optional.of(at);
    }

    /** Whether each row has a value in the column at risk. */
    boolean isNeverNull(AtRisk risk) {
        Relation relation = relations.get(risk.liveTable());
        return relation != null && relation.neverNull().contains(String.valueOf(risk.liveColumn()));
    }

    /** The rows that a risk is about, under the names that its expressions use. */
    public LiveRows rows(AtRisk risk) {
        return LiveRows.of(plan, all, risk)
                .within(
                        risk.risk() instanceof Risk.DroppedTable
                                ? reachOfDrop(risk.liveTable())
                                : reach(risk.liveTable()));
    }

    /** All rows that go with a dropped table, under their own names. */
    public LiveRows rowsOfDropped(ObjectName table, String alias, List<String> columns) {
        return LiveRows.unchanged(table, alias, columns).within(reachOfDrop(table));
    }

    /** The rows of a table and its partitions. */
    LiveRows.Reach reach(ObjectName table) {
        return isPartitioned(table) ? LiveRows.Reach.TREE : LiveRows.Reach.ONLY;
    }

    private boolean isPartitioned(ObjectName table) {
        Relation relation = relations.get(table);
        return relation != null && relation.partitioned();
    }

    /** Without the partitions that the plan drops, or takes out and keeps, itself. */
    private LiveRows.Reach reachOfDrop(ObjectName table) {
        if (!isPartitioned(table)) {
            return LiveRows.Reach.ONLY;
        }
        Set<ObjectName> elsewhere = new TreeSet<>();
        Set<ObjectName> here = new TreeSet<>();
        collect(table, false, here, elsewhere);
        if (elsewhere.isEmpty()) {
            return LiveRows.Reach.TREE;
        }
        return here.isEmpty()
                ? LiveRows.Reach.ONLY
                : LiveRows.Reach.without(elsewhere.stream()
                        .map(name -> SqlLiteral.quote(name.sql()) + "::pg_catalog.regclass")
                        .collect(Collectors.joining(", ")));
    }

    private void collect(ObjectName table, boolean covered, Set<ObjectName> here, Set<ObjectName> elsewhere) {
        for (Relation child : relations.children(table)) {
            boolean goesElsewhere = covered || droppedTables.contains(child.name()) || stays(child.name());
            if (child.partitioned()) {
                collect(child.name(), goesElsewhere, here, elsewhere);
            } else {
                (goesElsewhere ? elsewhere : here).add(child.name());
            }
        }
    }

    /** Taken out of its table before that goes; a schema that says it is still in there only leaves out the drop. */
    private boolean stays(ObjectName partition) {
        Table then = plan.to().tables().get(partition);
        TableOptions.PartitionOf place = then == null ? null : then.options().partitionOf();
        return then != null && (place == null || plan.to().tables().containsKey(place.parent()));
    }

    /** The tables that the plan acts on, and those at risk, by the names before it. */
    SortedSet<ObjectName> tables() {
        SortedSet<ObjectName> tables = tables(plan);
        tables.addAll(tablesAtRisk());
        return tables;
    }

    private static SortedSet<ObjectName> tables(Plan plan) {
        LiveTableNames names = new LiveTableNames(plan.from());
        SortedSet<ObjectName> tables = new TreeSet<>();
        plan.risks().forEach(risk -> tables.add(risk.liveTable()));
        for (Operation operation : plan.operations()) {
            operation.tables().forEach(table -> tables.add(names.live(table)));
            names.after(operation);
        }
        return tables;
    }
}
