package io.qail.catalog;

import io.qail.schema.ObjectName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the tables that were read, by their numbers in {@code pg_attribute}: what stands on columns
 * holds their numbers, and to look up each in its query takes longer than all else in it.
 */
final class ColumnNumbers {

    /**
     * A column.
     *
     * @param type by its oid
     * @param collation by its oid, 0 where the type has none
     */
    record Entry(String name, long type, long collation) {}

    private final Map<ObjectName, Map<Integer, Entry>> entries = new HashMap<>();

    void put(ObjectName table, int number, Entry column) {
        entries.computeIfAbsent(table, name -> new HashMap<>()).put(number, column);
    }

    @Nullable
    Entry find(ObjectName table, int number) {
        return entries.getOrDefault(table, Map.of()).get(number);
    }

    /** The names for an array of numbers, null for a number without a column; nothing where the array is null. */
    List<@Nullable String> names(ObjectName table, ResultSet row, String numbers) throws SQLException {
        Array array = row.getArray(numbers);
        if (array == null) {
            return List.of();
        }
        List<@Nullable String> found = new ArrayList<>();
        for (Object number : (Object[]) array.getArray()) {
            Entry entry = find(table, ((Number) number).intValue());
            found.add(entry == null ? null : entry.name());
        }
        return found;
    }

    /** The same for numbers that all have a column. */
    List<String> allNames(ObjectName table, ResultSet row, String numbers) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String name : names(table, row, numbers)) {
            if (name == null) {
                throw new IllegalStateException("a column of " + table + " is gone");
            }
            found.add(name);
        }
        return found;
    }
}
