package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import io.qail.schema.UniqueConstraint;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a partition is when it stands alone: everything that it has from its parent becomes its own. */
final class Partitions {

    private Partitions() {}

    /** Puts the partition into the schema as a table of its own, with its indexes. */
    static void standAlone(SchemaBuilder builder, Table partition) {
        TableOptions.PartitionOf place =
                Objects.requireNonNull(partition.options().partitionOf());
        Table parent = builder.tables.get(place.parent());
        Table alone = partition.withOptions(partition.options().withPartitionOf(null));
        if (parent == null) {
            builder.tables.put(alone.name(), alone);
            return;
        }
        List<Column> columns = builder.build().allColumns(partition);
        alone = alone.withColumns(
                columns.stream().map(column -> column.withIdentity(null)).toList());
        for (Constraint constraint : parent.constraints()) {
            Constraint copy = constraint.withName(name(partition.name(), constraint));
            if (alone.constraint(copy.name()).isEmpty()) {
                alone = alone.withConstraint(copy);
            }
        }
        builder.tables.put(alone.name(), alone);
        for (Index index : List.copyOf(builder.indexes.values())) {
            if (index.table().equals(parent.name())) {
                Index copy = index.withTable(partition.name()).withName(indexName(partition.name(), index));
                builder.indexes.putIfAbsent(copy.name(), copy);
            }
        }
    }

    /** Puts the table into the schema as a partition: what it has in common with its parent, it has from there. */
    static void join(SchemaBuilder builder, Table table, TableOptions.PartitionOf place) {
        Schema schema = builder.build();
        Table parent = Objects.requireNonNull(schema.tables().get(place.parent()));
        List<Column> given = schema.allColumns(parent);
        Table joined = table.withOptions(table.options().withPartitionOf(place))
                .withColumns(table.columns().stream()
                        .filter(column -> given.stream()
                                .noneMatch(other -> other.name().equals(column.name())
                                        && Objects.equals(other.defaultValue(), column.defaultValue())))
                        .toList())
                .withConstraints(table.constraints().stream()
                        .filter(constraint -> parent.constraints().stream()
                                .noneMatch(other -> other.withName(name(table.name(), other))
                                        .equals(constraint)))
                        .toList());
        builder.tables.put(table.name(), joined);
        for (Index index : schema.indexes().values()) {
            if (index.table().equals(parent.name())) {
                Index copy = index.withTable(table.name()).withName(indexName(table.name(), index));
                builder.indexes.remove(copy.name(), copy);
            }
        }
    }

    /** Keys get names of the partition, everything else has the name that it has at the parent. */
    private static String name(ObjectName partition, Constraint constraint) {
        if (constraint instanceof PrimaryKey) {
            return Identifier.generated(partition.name(), "", "pkey");
        }
        if (constraint instanceof UniqueConstraint unique) {
            return Identifier.generated(
                    partition.name(),
                    Stream.concat(unique.columns().stream(), unique.include().stream())
                            .collect(Collectors.joining("_")),
                    "key");
        }
        if (constraint instanceof ExclusionConstraint exclusion) {
            return Identifier.generated(
                    partition.name(),
                    exclusion.elements().stream()
                            .map(element -> element.key().column() == null
                                    ? "expr"
                                    : element.key().column())
                            .collect(Collectors.joining("_")),
                    "excl");
        }
        return constraint.name();
    }

    private static ObjectName indexName(ObjectName partition, Index index) {
        String columns = Stream.concat(
                        index.keys().stream().map(key -> key.column() == null ? "expr" : key.column()),
                        index.include().stream())
                .collect(Collectors.joining("_"));
        return partition.withName(Identifier.generated(partition.name(), columns, "idx"));
    }
}
