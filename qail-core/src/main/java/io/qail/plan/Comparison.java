package io.qail.plan;

import io.qail.schema.EnumType;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two schemas side by side, the renames already done in the first, and what has to be known about both before any part
 * of the way is chosen.
 */
final class Comparison {

    final Schema from;
    final Schema to;
    final FormerNames formerNames;
    final List<Statement> steps;

    private final Map<ObjectName, EnumType> replacedEnums = new TreeMap<>();
    private final Map<ObjectName, ColumnChanges> changes = new HashMap<>();
    private LostRoutines lostRoutines = LostRoutines.NONE;
    private final LostRoutines remadeRoutines;
    private ObjectChanges objects;

    Comparison(Schema from, Schema to, List<Statement> renames, List<Statement> steps) {
        this.from = from;
        this.to = to;
        this.formerNames = FormerNames.of(renames);
        this.steps = List.copyOf(steps);
        EnumLabels labels = new EnumLabels(this);
        from.enums().forEach((name, type) -> {
            EnumType wanted = to.enums().get(name);
            if (wanted != null && labels.mustReplace(type, wanted)) {
                replacedEnums.put(name, type.withName(temporaryName(name)));
            }
        });
        ObjectGraph graph = new ObjectGraph(from.objects().values());
        this.objects = compareObjects(graph);
        // A routine that makes way takes generated columns along, and those what stands on them.
        while (!objects.lostRoutines().equals(lostRoutines.names())) {
            lostRoutines = new LostRoutines(objects.lostRoutines());
            objects = compareObjects(graph);
        }
        remadeRoutines = new LostRoutines(to.objects().values().stream()
                .filter(ObjectGraph::isRoutine)
                .map(object -> object.address().name())
                .filter(lostRoutines.names()::contains)
                .collect(Collectors.toSet()));
    }

    private ObjectChanges compareObjects(ObjectGraph graph) {
        forEachCommonTable((table, wanted) -> changes.put(
                table.name(),
                ColumnChanges.of(
                        table.withColumns(from.allColumns(table)),
                        wanted.withColumns(to.allColumns(wanted)),
                        replacedEnums.keySet(),
                        lostRoutines)));
        return new ObjectChanges(graph, to, formerNames, Disturbances.of(this));
    }

    /** Which objects other than tables and indexes go. */
    ObjectChanges objects() {
        return objects;
    }

    LostRoutines lostRoutines() {
        return lostRoutines;
    }

    /** Those of them that make way for another of the same name. */
    LostRoutines remadeRoutines() {
        return remadeRoutines;
    }

    /** Enums that make way for a new type of the same name, each under the name that it has meanwhile. */
    Map<ObjectName, EnumType> replacedEnums() {
        return replacedEnums;
    }

    /** What changes in the columns of a table that both schemas have. */
    ColumnChanges changes(ObjectName table) {
        return Objects.requireNonNull(changes.get(table));
    }

    /** What changes in the columns of a table, nothing for one that only one schema has. */
    ColumnChanges changesOrNone(ObjectName table) {
        return changes.getOrDefault(table, ColumnChanges.NONE);
    }

    @Nullable
    String comment(ObjectAddress address) {
        return from.comments().get(address);
    }

    /** The tables that both schemas have, in the old and the new shape. */
    void forEachCommonTable(BiConsumer<Table, Table> action) {
        from.tables().forEach((name, table) -> {
            Table wanted = to.tables().get(name);
            if (wanted != null) {
                action.accept(table, wanted);
            }
        });
    }

    /** Whether the column, or its whole table, goes. */
    boolean goes(ObjectName table, String column) {
        Table wanted = to.tables().get(table);
        return wanted == null
                || wanted.column(column).isEmpty()
                || changesOrNone(table).rebuilt().contains(column);
    }

    /** The sequences that go with a column, in the order of their names. */
    List<Sequence> sequencesGoingWith(ObjectName table, @Nullable String column) {
        return from.sequences().values().stream()
                .filter(sequence -> sequence.owner() != null
                        && sequence.owner().table().equals(table)
                        && (column == null || sequence.owner().column().equals(column))
                        && !to.sequences().containsKey(sequence.name()))
                .toList();
    }

    /** The first transform onto a column. */
    Optional<Statement.Transform> transform(ObjectName table, String column) {
        return steps.stream()
                .filter(Statement.Transform.class::isInstance)
                .map(Statement.Transform.class::cast)
                .filter(step -> step.table().equals(table) && step.column().equals(column))
                .findFirst();
    }

    /** A name that no type or table has, for as long as the plan runs. */
    private ObjectName temporaryName(ObjectName name) {
        for (int i = 0; ; i++) {
            ObjectName candidate = name.withName(Identifier.generated(name.name(), "", i == 0 ? "old" : "old" + i));
            if (!taken(from, candidate) && !taken(to, candidate)) {
                return candidate;
            }
        }
    }

    private static boolean taken(Schema schema, ObjectName name) {
        return schema.enums().containsKey(name)
                || schema.tables().containsKey(name)
                || schema.sequences().containsKey(name)
                || schema.indexes().containsKey(name);
    }
}
