package io.qail.plan;

import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys and unique indexes that go, or go and come back. PostgreSQL refuses to drop one while a foreign key stands on it,
 * even if an equal one follows.
 */
final class LostKeys {

    private final Map<ObjectName, Set<Set<@Nullable String>>> columns = new HashMap<>();

    LostKeys(Comparison comparison) {
        comparison.forEachCommonTable(this::constraints);
        Map<ObjectName, List<Index>> wanted = uniqueIndexes(comparison.to);
        uniqueIndexes(comparison.from).forEach((table, indexes) -> {
            for (Index index : indexes) {
                if (wanted.getOrDefault(table, List.of()).stream()
                        .noneMatch(other -> IndexDiff.sameButName(index, other))) {
                    Set<@Nullable String> keys = new HashSet<>();
                    index.keys().stream().map(IndexKey::column).forEach(keys::add);
                    add(table, keys);
                }
            }
        });
    }

    /** Whether the key that the foreign key stands on may be among them. */
    boolean isUsedBy(ForeignKey key) {
        return columns.getOrDefault(key.target(), Set.of()).contains(Set.<@Nullable String>copyOf(key.targetColumns()));
    }

    private void constraints(Table from, Table to) {
        for (Constraint constraint : from.constraints()) {
            if ((constraint instanceof PrimaryKey || constraint instanceof UniqueConstraint)
                    && to.constraints().stream()
                            .noneMatch(
                                    other -> other.withName(constraint.name()).equals(constraint))) {
                add(from.name(), new HashSet<>(constraint.columns()));
            }
        }
    }

    private void add(ObjectName table, Set<@Nullable String> keys) {
        columns.computeIfAbsent(table, name -> new HashSet<>()).add(keys);
    }

    private static Map<ObjectName, List<Index>> uniqueIndexes(Schema schema) {
        Map<ObjectName, List<Index>> indexes = new HashMap<>();
        for (Index index : schema.indexes().values()) {
            if (index.unique()) {
                indexes.computeIfAbsent(index.table(), table -> new ArrayList<>())
                        .add(index);
            }
        }
        return indexes;
    }
}
