package io.qail.rollback;

import io.qail.plan.AddColumn;
import io.qail.plan.AlterColumnType;
import io.qail.plan.AtRisk;
import io.qail.plan.CreateTable;
import io.qail.plan.DropTable;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.RetypedColumns;
import io.qail.plan.Risk;
import io.qail.plan.SetNotNull;
import io.qail.plan.TransformColumn;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotItem.ColumnType;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.SnapshotType;
import io.qail.snapshot.StoredRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way back of one version: the inverse of each operation, last first, and behind those that bring a table, a column or
 * a type back, the records. A column comes back bare, is filled, and gets its default, NOT NULL and constraints then.
 */
final class InversePlan {

    private final Map<ObjectName, List<String>> back = new HashMap<>();
    private final Undo undo;
    private final RollbackRequest request;
    private final String defaultSchema;
    private final Report report;
    private final Map<Operation, List<AtRisk>> risks;
    private final SortedSet<ObjectName> restoredTables = new TreeSet<>();
    private final Set<SnapshotItem> restored = new HashSet<>();
    private final Set<Operation> undone = new HashSet<>();

    /** The operation that is undone last of those that put a column at risk: the old value holds from there on. */
    private final Map<ObjectAddress, Operation> first = new LinkedHashMap<>();

    private InversePlan(Undo undo, RollbackRequest request, String defaultSchema, Report report) {
        this.undo = undo;
        this.request = request;
        this.defaultSchema = defaultSchema;
        this.report = report;
        List<AtRisk> all = new ArrayList<>();
        if (request.withData() && undo.manifest() != null) {
            for (AtRisk risk : undo.forward().risks()) {
                all.add(risk);
                heirs(risk, risk.liveTable(), all);
            }
        }
        this.risks = all.stream().collect(Collectors.groupingBy(AtRisk::operation));
        all.forEach(risk -> first.putIfAbsent(live(risk), risk.operation()));
    }

    /** The plan; what its operations bring back goes into the report when they run. */
    static Plan of(Undo undo, RollbackRequest request, String defaultSchema, Report report) {
        return new InversePlan(undo, request, defaultSchema, report).plan();
    }

    /** What inherits a column has a part of the snapshot of its own, with its own rows; partitions have theirs with the table. */
    private void heirs(AtRisk risk, ObjectName parent, List<AtRisk> all) {
        Schema before = undo.forward().from();
        if (risk.risk() instanceof Risk.DroppedTable) {
            return;
        }
        for (Table table : before.tables().values()) {
            if (table.options().inherits().contains(parent)) {
                Map<String, String> names = new LinkedHashMap<>();
                before.allColumns(table).forEach(column -> names.put(column.name(), column.name()));
                Map<String, String> ofParent = new LinkedHashMap<>(risk.liveToCurrentColumns());
                ofParent.keySet().retainAll(names.keySet());
                names.putAll(ofParent);
                all.add(new AtRisk(risk.operation(), risk.risk(), table.name(), risk.liveColumn(), names));
                heirs(risk, table.name(), all);
            }
        }
    }

    /** S4: a value that a row got instead of its own does not say which of several equal rows it was. */
    private void checkKeyless() {
        SnapshotManifest manifest = undo.manifest();
        if (!request.withData() || manifest == null) {
            return;
        }
        Map<String, List<SnapshotItem>> keyless = manifest.items().stream()
                .filter(item -> item.column() != null && item.keyColumns().isEmpty())
                .collect(Collectors.groupingBy(SnapshotItem::table));
        keyless.forEach((table, items) -> {
            if (items.size() > 1 && items.stream().anyMatch(item -> item.type() != SnapshotType.DROP_COLUMN)) {
                throw Refusal.keyless(undo.version(), table);
            }
        });
    }

    private Plan plan() {
        checkKeyless();
        List<Operation> forward = undo.forward().operations();
        List<Operation> back = new ArrayList<>();
        List<Operation> rows = new ArrayList<>();
        for (int i = forward.size() - 1; i >= 0; i--) {
            Operation operation = forward.get(i);
            undone.add(operation);
            if (!(operation instanceof DropTable)) {
                // A partitioned table takes rows once its partitions are there.
                back.addAll(rows);
                rows.clear();
            }
            Optional<Operation> filling = filling(operation);
            if (filling.isPresent()) {
                back.addAll(FilledTable.of((DropTable) operation, filling.get()));
                continue;
            }
            for (Operation inverse : operation.inverse()) {
                fillBefore(inverse).ifPresent(back::add);
                back.add(inverse);
                (inverse instanceof CreateTable ? rows : back).addAll(restoreAfter(operation, inverse));
            }
            if (operation.inverse().isEmpty()) {
                for (AtRisk risk : risks.getOrDefault(operation, List.of())) {
                    restoreChanged(risk).ifPresent(back::add);
                }
            }
        }
        back.addAll(rows);
        back.addAll(GeneratedNames.of(undo.forward()));
        checkComplete();
        Plan structure = undo.forward().inverse();
        List<Operation> ordered =
                new ArrayList<>(back.stream().filter(Operation::transactional).toList());
        if (!restoredTables.isEmpty()) {
            ordered.add(new Analyze(restoredTables));
        }
        back.stream().filter(operation -> !operation.transactional()).forEach(ordered::add);
        return new Plan(structure.from(), structure.to(), renames(structure), ordered);
    }

    /** Those of what is there before the way back; what was renamed and then dropped comes back under the later name. */
    private static List<Statement> renames(Plan structure) {
        List<Statement> there = new ArrayList<>();
        Schema schema = structure.from();
        for (Statement rename : structure.renames()) {
            boolean found = rename instanceof Statement.RenameTable table
                    ? schema.tables().containsKey(table.from())
                    : rename instanceof Statement.RenameColumn column
                            && Optional.ofNullable(schema.tables().get(column.table()))
                                    .flatMap(table -> table.column(column.from()))
                                    .isPresent();
            if (found) {
                there.add(rename);
                schema = new Plan(schema, schema, List.of(rename), List.of()).renamed(schema);
            }
        }
        return there;
    }

    /** S1: a record that no operation brings back must not be left behind without a word. */
    private void checkComplete() {
        SnapshotManifest manifest = undo.manifest();
        if (!request.withData() || manifest == null) {
            return;
        }
        List<String> left = manifest.items().stream()
                .filter(item -> item.rows() > 0 && !restored.contains(item))
                .map(item -> item.column() == null ? item.table() : item.table() + "." + item.column())
                .toList();
        if (!left.isEmpty()) {
            throw Refusal.leftBehind(undo.version(), manifest.id(), left);
        }
    }

    /** A value that was named for the rows that have none. */
    private Optional<Operation> fillBefore(Operation inverse) {
        if (!(inverse instanceof SetNotNull notNull)) {
            return Optional.empty();
        }
        ObjectName old = liveTable(notNull.table());
        return column(old, notNull.column())
                .flatMap(column -> fill(old, column.name())
                        .map(value -> new FillNulls(notNull.table(), notNull.column(), column.type(), value)));
    }

    private Optional<String> fill(ObjectName table, String column) {
        return Optional.ofNullable(
                request.fillValues().get(ObjectAddress.column(table, column).display(defaultSchema)));
    }

    /** The rows of a table that can take them before it has its keys. */
    private Optional<Operation> filling(Operation undone) {
        if (!(undone instanceof DropTable drop) || !FilledTable.standsAlone(drop)) {
            return Optional.empty();
        }
        return risks.getOrDefault(undone, List.of()).stream()
                .flatMap(risk -> item(risk).map(item -> table(risk, drop.structure(), item)).stream())
                .findFirst();
    }

    private List<Operation> restoreAfter(Operation undone, Operation inverse) {
        return risks.getOrDefault(undone, List.of()).stream()
                .flatMap(risk -> restoreAfter(risk, undone, inverse).stream())
                .toList();
    }

    private Optional<Operation> restoreAfter(AtRisk risk, Operation undone, Operation inverse) {
        if (inverse instanceof CreateTable create && risk.risk() instanceof Risk.DroppedTable) {
            return item(risk).map(item -> table(risk, create.table(), item));
        }
        if (inverse instanceof AddColumn add && risk.risk() instanceof Risk.DroppedColumn) {
            return item(risk).map(item -> column(risk, add, item));
        }
        return inverse instanceof AlterColumnType alter && risk.risk() instanceof Risk.RetypedColumn
                ? restoreRetyped(risk, (AlterColumnType) undone, alter)
                : Optional.empty();
    }

    private Operation table(AtRisk risk, Table made, SnapshotItem item) {
        restoredTables.add(risk.liveTable());
        Map<ColumnType, String> columns = new LinkedHashMap<>();
        for (ColumnType column : item.columns()) {
            String now = risk.liveToCurrentColumns().getOrDefault(column.name(), column.name());
            if (column(risk.liveTable(), column.name())
                    .filter(found -> found.generated() == null)
                    .isPresent()) {
                columns.put(as(column, made.column(now).orElse(null)), now);
            } else {
                report.remark("The column " + item.table() + "." + column.name()
                        + " was added by hand before the table was dropped; its values stay in snapshot "
                        + records(item).manifest().id());
            }
        }
        return new RestoreTable(made.name(), columns, records(item), undo.version(), report);
    }

    /** An enum has another name while a new one takes its place. */
    private static ColumnType as(ColumnType stored, @Nullable Column made) {
        return made == null || made.type().schema() == null || stored.base() != null
                ? stored
                : new ColumnType(stored.name(), made.type().sql());
    }

    private Operation column(AtRisk risk, AddColumn added, SnapshotItem item) {
        restoredTables.add(risk.liveTable());
        Column old = column(risk.liveTable(), Objects.requireNonNull(risk.liveColumn()))
                .orElse(added.definition());
        boolean filled = fill(risk.liveTable(), old.name()).isPresent();
        return new RestoreColumn(
                match(risk, added.column(), item, earlier(risk, added), null)
                        .reading(added.definition().type()),
                added.definition().type(),
                false,
                false,
                old.notNull() && !filled,
                old.notNull() || old.defaultValue() != null,
                request.conflict() != null,
                undo.version(),
                report);
    }

    private Optional<Operation> restoreRetyped(AtRisk risk, AlterColumnType forward, AlterColumnType back) {
        if (!forward.equals(first.get(live(risk)))) {
            return Optional.empty();
        }
        return item(risk).map(item -> {
            Expression using = forward.using();
            UnaryOperator<String> expected = null;
            if (using == null) {
                expected = stored -> back.cast("(" + forward.cast(stored) + ")");
            } else if (isKeyed(item)) {
                expected = stored -> back.cast("(" + computed(risk, using, back.table(), back.column(), stored) + ")");
            }
            return changed(risk, back.column(), back.to(), item, expected);
        });
    }

    /** What an UPDATE replaced, and what followed it. */
    private Optional<Operation> restoreChanged(AtRisk risk) {
        if (!risk.operation().equals(first.get(live(risk)))) {
            return Optional.empty();
        }
        return item(risk).map(item -> {
            if (risk.risk() instanceof Risk.TransformedColumn transformed) {
                boolean alone = risksOf(live(risk)) == 1 && isKeyed(item);
                UnaryOperator<String> expected = alone && risk.operation() instanceof TransformColumn
                        ? stored -> computed(
                                risk, transformed.expression(), transformed.table(), transformed.column(), stored)
                        : null;
                return changed(risk, transformed.column(), transformed.type(), item, expected);
            }
            Risk.CascadedColumn cascaded = (Risk.CascadedColumn) risk.risk();
            DataType type = column(risk.liveTable(), Objects.requireNonNull(risk.liveColumn()))
                    .orElseThrow()
                    .type();
            return changed(risk, cascaded.column(), type, item, null);
        });
    }

    private long risksOf(ObjectAddress column) {
        return risks.values().stream()
                .flatMap(List::stream)
                .filter(risk -> live(risk).equals(column))
                .count();
    }

    private Operation changed(
            AtRisk risk, String column, DataType type, SnapshotItem item, @Nullable UnaryOperator<String> expected) {
        restoredTables.add(risk.liveTable());
        boolean followsKey = risk.risk() instanceof Risk.CascadedColumn;
        boolean keeps = request.conflict() != Conflict.PREFER_SNAPSHOT && expected != null;
        if (expected == null && request.conflict() == null && !followsKey) {
            throw Refusal.undecidable(undo.version(), item);
        }
        if (expected == null && request.conflict() == Conflict.PREFER_CURRENT) {
            report.remark("Values of " + item.table() + "." + item.column() + " that were written after version "
                    + undo.version() + " cannot be told from those that it wrote; all came back from the snapshot");
        }
        return new RestoreColumn(
                match(risk, column, item, List.of(), expected).reading(type),
                type,
                keeps,
                request.conflict() == Conflict.PREFER_SNAPSHOT,
                false,
                false,
                request.conflict() != null || followsKey,
                undo.version(),
                report);
    }

    /** The expression of the migration over a row of today that has the stored value again. */
    private String computed(AtRisk risk, Expression expression, ObjectName table, String column, String stored) {
        List<String> columns = new ArrayList<>();
        for (String now : new TreeSet<>(risk.liveToCurrentColumns().values())) {
            String name = Identifier.quote(now);
            columns.add((now.equals(column) ? stored : "live." + name) + " AS " + name);
        }
        return "(SELECT " + expression + " FROM (SELECT " + String.join(", ", columns) + ") AS "
                + Identifier.quote(table.name()) + ")";
    }

    private static boolean isKeyed(SnapshotItem item) {
        return !item.keyColumns().isEmpty();
    }

    private Optional<SnapshotItem> item(AtRisk risk) {
        String table = risk.liveTable().display(defaultSchema);
        Optional<SnapshotItem> found = Objects.requireNonNull(undo.manifest()).items().stream()
                .filter(item -> item.table().equals(table) && Objects.equals(item.column(), risk.liveColumn()))
                .findFirst();
        found.ifPresent(restored::add);
        return found;
    }

    /** The dropped columns of the table that are back already, first the first one; this one is remembered. */
    private List<String> earlier(AtRisk risk, AddColumn added) {
        List<String> columns = back.computeIfAbsent(risk.liveTable(), table -> new ArrayList<>());
        List<String> earlier = List.copyOf(columns);
        columns.add(added.column());
        return earlier;
    }

    private RowMatch match(
            AtRisk risk,
            String column,
            SnapshotItem item,
            List<String> earlier,
            @Nullable UnaryOperator<String> expected) {
        ObjectName now = nowTable(risk.liveTable());
        Table table = undo.forward().to().tables().get(now);
        boolean partitioned = table != null && table.options().partitionBy() != null;
        return new RowMatch(
                now,
                partitioned,
                column,
                risk.liveToCurrentColumns(),
                records(item),
                earlier,
                notYetBack(risk),
                expected);
    }

    /** The type changes of a table's columns that this plan, as far as it is made, has not taken back. */
    private Map<String, List<AlterColumnType>> notYetBack(AtRisk risk) {
        Map<String, List<AlterColumnType>> retyped = new LinkedHashMap<>();
        RetypedColumns.of(undo.forward(), risk.liveTable()).forEach((column, changes) -> {
            List<AlterColumnType> left =
                    changes.stream().filter(change -> !undone.contains(change)).toList();
            if (!left.isEmpty()) {
                retyped.put(column, left);
            }
        });
        return retyped;
    }

    private StoredRecords records(SnapshotItem item) {
        return StoredRecords.of(Objects.requireNonNull(undo.manifest()), item, defaultSchema);
    }

    private static ObjectAddress live(AtRisk risk) {
        return risk.liveColumn() == null
                ? ObjectAddress.table(risk.liveTable())
                : ObjectAddress.column(risk.liveTable(), risk.liveColumn());
    }

    /** A column of the schema before the version. */
    private Optional<Column> column(ObjectName table, String column) {
        Schema before = undo.forward().from();
        return Optional.ofNullable(before.tables().get(table)).stream()
                .flatMap(found -> before.allColumns(found).stream())
                .filter(found -> found.name().equals(column))
                .findFirst();
    }

    /** The name that a table has before the version; the renames are undone last. */
    private ObjectName liveTable(ObjectName now) {
        ObjectName name = now;
        List<Statement> renames = undo.forward().renames();
        for (int i = renames.size() - 1; i >= 0; i--) {
            if (renames.get(i) instanceof Statement.RenameTable rename
                    && rename.to().equals(name)) {
                name = rename.from();
            }
        }
        return name;
    }

    /** The name that a table has after the version. */
    private ObjectName nowTable(ObjectName before) {
        ObjectName name = before;
        for (Statement statement : undo.forward().renames()) {
            if (statement instanceof Statement.RenameTable rename
                    && rename.from().equals(name)) {
                name = rename.to();
            }
        }
        return name;
    }
}
