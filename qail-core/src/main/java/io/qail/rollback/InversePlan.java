package io.qail.rollback;

import io.qail.plan.AddColumn;
import io.qail.plan.AlterColumnType;
import io.qail.plan.AtRisk;
import io.qail.plan.CreateTable;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.Risk;
import io.qail.plan.SetNotNull;
import io.qail.plan.TransformColumn;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotItem.ColumnType;
import io.qail.snapshot.StoredRecords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    private final Undo undo;
    private final RollbackRequest request;
    private final String defaultSchema;
    private final Report report;
    private final Map<Operation, List<AtRisk>> risks;
    private final SortedSet<ObjectName> restoredTables = new TreeSet<>();

    /** The operation that is undone last of those that put a column at risk: the old value holds from there on. */
    private final Map<ObjectAddress, Operation> first = new LinkedHashMap<>();

    private InversePlan(Undo undo, RollbackRequest request, String defaultSchema, Report report) {
        this.undo = undo;
        this.request = request;
        this.defaultSchema = defaultSchema;
        this.report = report;
        List<AtRisk> all =
                request.withData() && undo.manifest() != null ? undo.forward().risks() : List.of();
        this.risks = all.stream().collect(Collectors.groupingBy(AtRisk::operation));
        all.forEach(risk -> first.putIfAbsent(live(risk), risk.operation()));
    }

    /** The plan; what its operations bring back goes into the report when they run. */
    static Plan of(Undo undo, RollbackRequest request, String defaultSchema, Report report) {
        return new InversePlan(undo, request, defaultSchema, report).plan();
    }

    private Plan plan() {
        List<Operation> forward = undo.forward().operations();
        List<Operation> back = new ArrayList<>();
        for (int i = forward.size() - 1; i >= 0; i--) {
            Operation operation = forward.get(i);
            for (Operation inverse : operation.inverse()) {
                fillBefore(inverse).ifPresent(back::add);
                back.add(inverse);
                restoreAfter(operation, inverse).ifPresent(back::add);
            }
            if (operation.inverse().isEmpty()) {
                for (AtRisk risk : risks.getOrDefault(operation, List.of())) {
                    restoreChanged(risk).ifPresent(back::add);
                }
            }
        }
        Plan structure = undo.forward().inverse();
        List<Operation> ordered =
                new ArrayList<>(back.stream().filter(Operation::transactional).toList());
        if (!restoredTables.isEmpty()) {
            ordered.add(new Analyze(restoredTables));
        }
        back.stream().filter(operation -> !operation.transactional()).forEach(ordered::add);
        return new Plan(structure.from(), structure.to(), structure.renames(), ordered);
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

    private Optional<Operation> restoreAfter(Operation undone, Operation inverse) {
        for (AtRisk risk : risks.getOrDefault(undone, List.of())) {
            if (inverse instanceof CreateTable create && risk.risk() instanceof Risk.DroppedTable) {
                return item(risk).map(item -> table(risk, create.table(), item));
            }
            if (inverse instanceof AddColumn add
                    && risk.risk() instanceof Risk.DroppedColumn
                    && add.column().equals(column(risk.risk()))) {
                return item(risk).map(item -> column(risk, add, item));
            }
            if (inverse instanceof AlterColumnType alter && risk.risk() instanceof Risk.RetypedColumn) {
                return restoreRetyped(risk, (AlterColumnType) undone, alter);
            }
        }
        return Optional.empty();
    }

    private Operation table(AtRisk risk, Table made, SnapshotItem item) {
        restoredTables.add(risk.liveTable());
        Map<ColumnType, String> columns = new LinkedHashMap<>();
        for (ColumnType column : item.columns()) {
            String now = risk.liveToCurrentColumns().getOrDefault(column.name(), column.name());
            if (made.column(now).filter(found -> found.generated() == null).isPresent()) {
                columns.put(column, now);
            } else {
                report.remark("The column " + item.table() + "." + column.name()
                        + " was added by hand before the table was dropped; its values stay in snapshot "
                        + records(item).manifest().id());
            }
        }
        return new RestoreTable(made.name(), columns, records(item), undo.version(), report);
    }

    private Operation column(AtRisk risk, AddColumn added, SnapshotItem item) {
        restoredTables.add(risk.liveTable());
        Column old = column(risk.liveTable(), Objects.requireNonNull(risk.liveColumn()))
                .orElse(added.definition());
        boolean filled = fill(risk.liveTable(), old.name()).isPresent();
        return new RestoreColumn(
                new RowMatch(added.table(), added.column(), risk.liveToCurrentColumns(), records(item), null),
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
            return changed(risk, back.table(), back.column(), back.to(), item, expected);
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
                return changed(risk, transformed.table(), transformed.column(), transformed.type(), item, expected);
            }
            Risk.CascadedColumn cascaded = (Risk.CascadedColumn) risk.risk();
            DataType type = column(risk.liveTable(), Objects.requireNonNull(risk.liveColumn()))
                    .orElseThrow()
                    .type();
            return changed(risk, cascaded.table(), cascaded.column(), type, item, null);
        });
    }

    private long risksOf(ObjectAddress column) {
        return risks.values().stream()
                .flatMap(List::stream)
                .filter(risk -> live(risk).equals(column))
                .count();
    }

    private Operation changed(
            AtRisk risk,
            ObjectName table,
            String column,
            DataType type,
            SnapshotItem item,
            @Nullable UnaryOperator<String> expected) {
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
                new RowMatch(table, column, risk.liveToCurrentColumns(), records(item), expected),
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
        return Objects.requireNonNull(undo.manifest()).items().stream()
                .filter(item -> item.table().equals(table) && Objects.equals(item.column(), risk.liveColumn()))
                .findFirst();
    }

    private StoredRecords records(SnapshotItem item) {
        return StoredRecords.of(Objects.requireNonNull(undo.manifest()), item, defaultSchema);
    }

    private static ObjectAddress live(AtRisk risk) {
        return risk.liveColumn() == null
                ? ObjectAddress.table(risk.liveTable())
                : ObjectAddress.column(risk.liveTable(), risk.liveColumn());
    }

    private static @Nullable String column(Risk risk) {
        return risk instanceof Risk.DroppedColumn dropped ? dropped.column() : null;
    }

    /** A column of the schema before the version. */
    private Optional<Column> column(ObjectName table, String column) {
        return Optional.ofNullable(undo.forward().from().tables().get(table)).flatMap(found -> found.column(column));
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
}
