package io.qail.schema;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a table is, besides its columns and constraints.
 *
 * @param parameters storage parameters, {@code fillfactor} and the like; of the TOAST table with {@code toast.} in front
 * @param partitionBy {@code RANGE (day)}, as in {@code pg_get_partkeydef}; null for a table that is not partitioned
 * @param partitionOf null for a table that is no partition
 * @param inherits the parents, in their order; empty for a partition
 * @param rowSecurity {@code ENABLE ROW LEVEL SECURITY}
 * @param forceRowSecurity {@code FORCE ROW LEVEL SECURITY}: policies hold for the owner too
 */
public record TableOptions(
        boolean unlogged,
        SortedMap<String, String> parameters,
        @Nullable String partitionBy,
        @Nullable PartitionOf partitionOf,
        List<ObjectName> inherits,
        boolean rowSecurity,
        boolean forceRowSecurity) {

    /** An ordinary table. */
    public static final TableOptions NONE =
            new TableOptions(false, new TreeMap<>(), null, null, List.of(), false, false);

    /**
     * The place of a partition.
     *
     * @param bound {@code FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')} or {@code DEFAULT}, as PostgreSQL prints it
     */
    public record PartitionOf(ObjectName parent, String bound) {}

    public TableOptions {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        inherits = List.copyOf(inherits);
    }

    /** The tables that a partition or heir has its columns from. */
    public List<ObjectName> parents() {
        return partitionOf == null ? inherits : List.of(partitionOf.parent());
    }

    public TableOptions withUnlogged(boolean other) {
        return new TableOptions(other, parameters, partitionBy, partitionOf, inherits, rowSecurity, forceRowSecurity);
    }

    public TableOptions withParameters(SortedMap<String, String> other) {
        return new TableOptions(unlogged, other, partitionBy, partitionOf, inherits, rowSecurity, forceRowSecurity);
    }

    public TableOptions withPartitionBy(@Nullable String other) {
        return new TableOptions(unlogged, parameters, other, partitionOf, inherits, rowSecurity, forceRowSecurity);
    }

    public TableOptions withPartitionOf(@Nullable PartitionOf other) {
        return new TableOptions(unlogged, parameters, partitionBy, other, inherits, rowSecurity, forceRowSecurity);
    }

    public TableOptions withInherits(List<ObjectName> other) {
        return new TableOptions(unlogged, parameters, partitionBy, partitionOf, other, rowSecurity, forceRowSecurity);
    }

    public TableOptions withRowSecurity(boolean enabled, boolean forced) {
        return new TableOptions(unlogged, parameters, partitionBy, partitionOf, inherits, enabled, forced);
    }
}
