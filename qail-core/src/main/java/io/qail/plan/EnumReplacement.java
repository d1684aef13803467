package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.EnumType;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A new enum type in place of an old one of the same name, with everything that stands on its columns. */
final class EnumReplacement {

    private EnumReplacement() {}

    /**
     * The operations, complete in themselves.
     *
     * @param schema the tables as they are when these operations run
     * @param current the type as it is then
     * @param wanted the type that takes its place
     */
    static List<Operation> operations(Schema schema, EnumType current, EnumType wanted) {
        ObjectName meanwhile =
                current.name().withName(Identifier.generated(current.name().name(), "", "old"));
        boolean keepsLabels = wanted.labels().containsAll(current.labels());
        boolean keepsLabelsBack = current.labels().containsAll(wanted.labels());
        List<Operation> drops = new ArrayList<>(objects(schema, current.name()));
        List<Operation> conversions = new ArrayList<>();
        for (Table table : schema.tables().values()) {
            Set<String> columns = new TreeSet<>();
            for (Column column : table.columns()) {
                if (current.name().equals(column.type().userDefined())) {
                    columns.add(column.name());
                }
            }
            Set<String> generated = new TreeSet<>();
            for (Column column : table.columns()) {
                if (column.generated() != null
                        && (columns.contains(column.name()) || ColumnUse.inExpression(column, columns))) {
                    generated.add(column.name());
                }
            }
            Set<Operation> dependents = new LinkedHashSet<>(Dependents.drops(schema, table.name(), generated, false));
            dependents.addAll(Dependents.drops(schema, table.name(), columns, true));
            drops.addAll(dependents);
            for (Column column : table.columns()) {
                if (generated.contains(column.name())) {
                    drops.add(new DropColumn(table.name(), column, List.of(), List.of()));
                } else if (columns.contains(column.name())) {
                    conversions.addAll(conversion(table.name(), column, meanwhile, keepsLabels, keepsLabelsBack));
                }
            }
        }
        List<Operation> all = new ArrayList<>(drops);
        all.add(new RenameEnum(current.name(), meanwhile));
        all.add(new CreateEnum(wanted));
        all.addAll(conversions);
        ObjectAddress address = ObjectAddress.of(ObjectKind.ENUM, current.name());
        String comment = schema.comments().get(address);
        all.add(new DropEnum(current.withName(meanwhile), comment));
        all.addAll(SetComment.restoring(List.of(), address, comment));
        all.addAll(Inversion.of(drops));
        return List.copyOf(all);
    }

    /** What stands on the columns, or on the type itself, last first; PostgreSQL lets no column change under it. */
    private static List<Operation> objects(Schema schema, ObjectName type) {
        ObjectGraph graph = new ObjectGraph(schema.objects().values());
        Disturbances disturbances = Disturbances.ofType(schema, type);
        Set<ObjectAddress> gone = graph.withDependents(graph.uses().stream()
                .filter(disturbances::touch)
                .map(use -> use.object().address())
                .collect(Collectors.toSet()));
        List<Operation> drops = new ArrayList<>();
        for (SchemaObject object : graph.inOrder()) {
            if (gone.contains(object.address())) {
                drops.add(0, new DropObject(object, Alongside.of(schema, object.address())));
            }
        }
        return drops;
    }

    private static List<Operation> conversion(
            ObjectName table, Column column, ObjectName meanwhile, boolean keepsLabels, boolean keepsLabelsBack) {
        List<Operation> operations = new ArrayList<>();
        if (column.defaultValue() != null) {
            operations.add(new SetDefault(table, column.name(), column.defaultValue(), null));
        }
        operations.add(new AlterColumnType(
                table,
                column.name(),
                column.type().withName(meanwhile),
                column.type(),
                null,
                null,
                null,
                keepsLabels,
                keepsLabelsBack));
        if (column.defaultValue() != null) {
            operations.add(new SetDefault(table, column.name(), null, column.defaultValue()));
        }
        return operations;
    }
}
