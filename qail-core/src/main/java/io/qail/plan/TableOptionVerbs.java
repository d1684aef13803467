package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import io.qail.schema.TableOptions;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a versioned script says of a table besides its columns: row security, parameters, persistence, partitions. */
final class TableOptionVerbs {

    private final FoldedSchema schema;

    TableOptionVerbs(FoldedSchema schema) {
        this.schema = schema;
    }

    void rowSecurity(Statement.SetRowSecurity set) {
        change(
                set,
                set.table(),
                options -> options.withRowSecurity(
                        set.enabled() == null ? options.rowSecurity() : set.enabled(),
                        set.forced() == null ? options.forceRowSecurity() : set.forced()));
    }

    void parameters(Statement.SetParameters set) {
        change(set, set.table(), options -> {
            SortedMap<String, String> parameters = new TreeMap<>(options.parameters());
            set.parameters().forEach((name, value) -> {
                if (value == null) {
                    parameters.remove(name);
                } else {
                    parameters.put(name, value);
                }
            });
            return options.withParameters(parameters);
        });
    }

    void logged(Statement.SetLogged set) {
        change(set, set.table(), options -> options.withUnlogged(!set.logged()));
    }

    private void change(Statement statement, ObjectName name, UnaryOperator<TableOptions> change) {
        schema.table(statement.position(), name).ifPresent(table -> {
            schema.change(name, old -> old.withOptions(change.apply(old.options())));
            schema.at(ObjectAddress.table(name), statement.position());
        });
    }

    void attach(Statement.AttachPartition attach) {
        ObjectName parentName = attach.place().parent();
        schema.table(attach.position(), attach.table())
                .ifPresent(table -> schema.table(attach.position(), parentName).ifPresent(parent -> {
                    if (parent.options().partitionBy() == null) {
                        schema.error(
                                attach.position(),
                                "the table " + schema.display(parentName) + " is not partitioned",
                                "only `partition_by` in the table that is made makes it so");
                    } else if (table.options().partitionOf() != null) {
                        schema.error(
                                attach.position(),
                                "the table " + schema.display(table.name()) + " is a partition already",
                                "detach it first");
                    } else {
                        Partitions.join(schema.builder, table, attach.place());
                        schema.at(ObjectAddress.table(table.name()), attach.position());
                    }
                }));
    }

    void detach(Statement.DetachPartition detach) {
        schema.table(detach.position(), detach.table()).ifPresent(table -> {
            TableOptions.PartitionOf place = table.options().partitionOf();
            if (place == null || !place.parent().equals(detach.parent())) {
                schema.error(
                        detach.position(),
                        "the table " + schema.display(table.name()) + " is no partition of "
                                + schema.display(detach.parent()),
                        null);
            } else {
                Partitions.standAlone(schema.builder, table);
                schema.at(ObjectAddress.table(table.name()), detach.position());
            }
        });
    }
}
