package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.Dependent;
import io.qail.drift.Difference;
import io.qail.language.ColumnReferences;
import io.qail.plan.AlterColumnType;
import io.qail.plan.DropColumn;
import io.qail.plan.DropTable;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Constraint;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Sequence;
import io.qail.schema.Statistics;
import io.qail.schema.Table;
import java.sql.Connection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL changes by itself when a plan drops or retypes something: indexes, constraints and sequences made by hand
 * go with their column or table, and expressions over a retyped column are printed anew. None of it is a difference.
 */
final class TakenAlong {

    private final Set<ObjectName> droppedTables = new HashSet<>();
    private final Set<ObjectAddress> changedColumns = new HashSet<>();
    private final Set<String> unmanaged = new HashSet<>();

    private TakenAlong() {}

    /** To be asked before the plan runs: the catalogs still know what depends on what. */
    static TakenAlong of(Connection connection, Plan plan) {
        TakenAlong along = new TakenAlong();
        for (Operation operation : plan.operations()) {
            ObjectAddress object = operation.object();
            if (operation instanceof DropTable) {
                along.droppedTables.add(object.name());
            } else if (operation instanceof DropColumn || operation instanceof AlterColumnType) {
                along.changedColumns.add(object);
            }
        }
        plan.risks().stream()
                .filter(risk -> risk.operation() instanceof DropTable || risk.operation() instanceof DropColumn)
                .flatMap(risk -> {
                    String column = risk.liveColumn();
                    return (column == null
                                    ? Catalog.dependents(connection, risk.liveTable())
                                    : Catalog.dependents(connection, risk.liveTable(), column))
                            .stream();
                })
                .filter(Dependent::droppedAlong)
                .forEach(dependent -> along.unmanaged.add(dependent.description()));
        return along;
    }

    /** Whether an object that the language has no word for goes along. */
    boolean contains(String object) {
        return unmanaged.contains(object)
                || droppedTables.stream().anyMatch(table -> isOn(object, table))
                || changedColumns.stream().anyMatch(column -> isOf(object, column));
    }

    /** Statistics targets and options of columns. */
    private static boolean isOf(String object, ObjectAddress column) {
        return object.endsWith(" of column " + Identifier.quote(String.valueOf(column.member())) + " on "
                + column.name().sql());
    }

    static boolean isOn(String object, ObjectName table) {
        return object.endsWith(" on " + table.sql());
    }

    /** Whether the plan's own drops and type changes explain what became of an object that the plan does not name. */
    boolean explains(Difference difference, Schema before) {
        ObjectAddress object = difference.object();
        if (difference.kind() == Difference.Kind.UNEXPECTED) {
            return false;
        }
        return switch (object.kind()) {
            case INDEX -> explains(before.indexes().get(object.name()));
            case CONSTRAINT -> droppedTables.contains(object.name()) || touchesConstraint(before, object);
            case COLUMN, TABLE -> droppedTables.contains(object.name());
            case TRIGGER, POLICY -> droppedTables.contains(object.name());
            case STATISTICS -> before.objects().get(object) instanceof Statistics statistics && explains(statistics);
            case SEQUENCE -> owned(before.sequences().get(object.name()));
            default -> false;
        };
    }

    private boolean explains(@Nullable Index index) {
        if (index == null) {
            return false;
        }
        Stream<String> keys = index.keys().stream().flatMap(key -> {
            String column = key.column();
            Expression expression = key.expression();
            return column != null
                    ? Stream.of(column)
                    : expression == null ? Stream.empty() : ColumnReferences.names(expression).stream();
        });
        Expression where = index.where();
        Stream<String> predicate = where == null ? Stream.empty() : ColumnReferences.names(where).stream();
        return droppedTables.contains(index.table())
                || Stream.of(keys, index.include().stream(), predicate)
                        .flatMap(names -> names)
                        .anyMatch(name -> changedColumns.contains(ObjectAddress.column(index.table(), name)));
    }

    private boolean explains(Statistics statistics) {
        Stream<String> columns = Stream.concat(
                statistics.columns().stream(),
                statistics.expressions().stream().flatMap(expression -> ColumnReferences.names(expression).stream()));
        return droppedTables.contains(statistics.table())
                || columns.anyMatch(
                        column -> changedColumns.contains(ObjectAddress.column(statistics.table(), column)));
    }

    private boolean touchesConstraint(Schema before, ObjectAddress object) {
        String name = object.member();
        Table table = before.tables().get(object.name());
        if (table == null || name == null) {
            return false;
        }
        return table.constraint(name)
                .map(constraint -> columns(object.name(), constraint).anyMatch(changedColumns::contains))
                .orElse(false);
    }

    private static Stream<ObjectAddress> columns(ObjectName table, Constraint constraint) {
        Stream<ObjectAddress> own = constraint.columns().stream().map(c -> ObjectAddress.column(table, c));
        if (constraint instanceof CheckConstraint check) {
            return ColumnReferences.names(check.expression()).stream().map(c -> ObjectAddress.column(table, c));
        }
        if (constraint instanceof ExclusionConstraint exclusion && exclusion.where() != null) {
            return Stream.concat(
                    own, ColumnReferences.names(exclusion.where()).stream().map(c -> ObjectAddress.column(table, c)));
        }
        if (constraint instanceof ForeignKey key) {
            return Stream.concat(own, key.targetColumns().stream().map(c -> ObjectAddress.column(key.target(), c)));
        }
        return own;
    }

    private boolean owned(@Nullable Sequence sequence) {
        if (sequence == null || sequence.owner() == null) {
            return false;
        }
        Sequence.Owner owner = sequence.owner();
        return droppedTables.contains(owner.table())
                || changedColumns.contains(ObjectAddress.column(owner.table(), owner.column()));
    }
}
