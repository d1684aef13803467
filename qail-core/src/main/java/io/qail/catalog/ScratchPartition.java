package io.qail.catalog;

import io.qail.schema.Column;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A partition key or bound that is declared and live in different words.
 *
 * @param number tells the temporary tables apart
 * @param columns those of the partitioned table
 * @param key the partition key of the temporary table: the declared one, or for a bound the live one
 * @param bound of the temporary partition; empty where the key is in question
 */
record ScratchPartition(int number, ObjectName table, List<Column> columns, String key, String bound) {

    /** The keys and bounds that are to be decided. */
    static List<ScratchPartition> of(Schema declared, Schema live) {
        List<ScratchPartition> parts = new ArrayList<>();
        for (Table table : declared.tables().values()) {
            Table other = live.tables().get(table.name());
            if (other != null) {
                String key = table.options().partitionBy();
                if (key != null
                        && other.options().partitionBy() != null
                        && !key.equals(other.options().partitionBy())) {
                    parts.add(new ScratchPartition(parts.size(), table.name(), live.allColumns(other), key, ""));
                }
                addBound(parts, table, other, live);
            }
        }
        return parts;
    }

    private static void addBound(List<ScratchPartition> parts, Table table, Table other, Schema live) {
        TableOptions.PartitionOf place = table.options().partitionOf();
        TableOptions.PartitionOf livePlace = other.options().partitionOf();
        if (place == null || livePlace == null || place.equals(livePlace)) {
            return;
        }
        Table parent = live.tables().get(place.parent());
        String key = parent == null ? null : parent.options().partitionBy();
        if (parent != null && key != null && place.parent().equals(livePlace.parent())) {
            parts.add(new ScratchPartition(parts.size(), table.name(), live.allColumns(parent), key, place.bound()));
        }
    }

    List<String> statements() {
        String create = "CREATE TEMPORARY TABLE ";
        String parent = columns.stream()
                .map(column ->
                        Identifier.quote(column.name()) + " " + column.type().sql()
                                + (column.collation() == null
                                        ? ""
                                        : " COLLATE " + column.collation().sql()))
                .collect(Collectors.joining(", ", create + "pg_temp.partitioned_" + number + " (", ")"));
        return bound.isEmpty()
                ? List.of(parent + " PARTITION BY " + key)
                : List.of(
                        parent + " PARTITION BY " + key,
                        create + "pg_temp.partition_" + number + " PARTITION OF pg_temp.partitioned_" + number + " "
                                + bound);
    }

    /** The declared table with the live key or bound where the declared one is printed so. */
    Table inLiveWords(Table declared, Table live, Schema printed) {
        Map<String, TableOptions> shown = new TreeMap<>();
        printed.tables().values().forEach(table -> shown.put(table.name().name(), table.options()));
        TableOptions options = shown.get((bound.isEmpty() ? "partitioned_" : "partition_") + number);
        TableOptions wanted = declared.options();
        if (options == null) {
            return declared;
        }
        if (bound.isEmpty()) {
            return Objects.equals(options.partitionBy(), live.options().partitionBy())
                    ? declared.withOptions(wanted.withPartitionBy(live.options().partitionBy()))
                    : declared;
        }
        TableOptions.PartitionOf place = options.partitionOf();
        TableOptions.PartitionOf livePlace = live.options().partitionOf();
        return place != null && livePlace != null && place.bound().equals(livePlace.bound())
                ? declared.withOptions(wanted.withPartitionOf(livePlace))
                : declared;
    }
}
