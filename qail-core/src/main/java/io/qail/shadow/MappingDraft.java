package io.qail.shadow;

import io.qail.plan.AlterColumnType;
import io.qail.plan.TransformColumn;
import io.qail.schema.DataType;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The SELECT of one table while the operations of the pending versions are laid onto it, each as a query around the one
 * before: expressions then find the names that held when their operation would have run.
 */
final class MappingDraft {

    private static final Set<String> CUT_BY_A_CAST = Set.of("character varying", "character", "bit", "bit varying");

    private final ObjectName source;
    private final boolean parted;
    private ObjectName name;
    private String head;
    private String tail = "";
    private final List<String> columns;
    /** Columns that hold the source's own values, by their present name. */
    private final Map<String, String> origins = new LinkedHashMap<>();

    /**
     * @param columns of the source, all of them
     * @param parted whether the source is partitioned
     */
    MappingDraft(ObjectName source, List<String> columns, boolean parted) {
        this.source = source;
        this.name = source;
        this.parted = parted;
        this.columns = new ArrayList<>(columns);
        this.head = "SELECT " + ShadowTable.list(columns) + " FROM " + (parted ? "" : "ONLY ") + source.sql();
        columns.forEach(column -> origins.put(column, column));
    }

    ObjectName source() {
        return source;
    }

    ObjectName name() {
        return name;
    }

    boolean parted() {
        return parted;
    }

    void renameTable(ObjectName to) {
        name = to;
    }

    void renameColumn(String from, String to) {
        int at = columns.indexOf(from);
        if (at >= 0) {
            layer(Map.of(from, Identifier.quote(from) + " AS " + Identifier.quote(to)));
            columns.set(at, to);
            String origin = origins.remove(from);
            if (origin != null) {
                origins.put(to, origin);
            }
        }
    }

    /** Whether it was there before, so that its values travel. */
    boolean has(String column) {
        return columns.contains(column);
    }

    void drop(String column) {
        columns.remove(column);
        origins.remove(column);
    }

    void retype(AlterColumnType operation) {
        String column = operation.column();
        if (!columns.contains(column)) {
            return;
        }
        String quoted = Identifier.quote(column);
        boolean byText = operation.using() == null && operation.to().schema() != null;
        String value = operation.conversion().orElse(quoted);
        // The type may be a new one, which the primary does not know: its text means the same on both sides.
        layer(Map.of(column, (byText ? quoted : assigned(value, operation.to())) + " AS " + quoted));
        if (operation.using() != null || !operation.keepsEveryValue()) {
            origins.remove(column);
        }
    }

    void transform(TransformColumn operation) {
        String quoted = Identifier.quote(operation.column());
        String value = assigned(operation.expression().text(), operation.type()) + " AS " + quoted;
        if (columns.contains(operation.column())) {
            layer(Map.of(operation.column(), value));
        } else {
            layer(Map.of());
            String added = head.replaceFirst("^SELECT ", "");
            head = "SELECT " + value + (columns.isEmpty() ? " " : ", ") + added;
            columns.add(0, operation.column());
        }
        origins.remove(operation.column());
    }

    /**
     * A value as an assignment would store it. A cast to a type with a length cuts where an assignment raises an error, so
     * that one is left to the COPY that stores the value.
     */
    private static String assigned(String value, DataType type) {
        boolean cut = CUT_BY_A_CAST.contains(type.name()) && type.schema() == null;
        String word = type.name().startsWith("bit") ? "bit varying" : "text";
        return "(" + value + ")::" + (cut ? word + "[]".repeat(type.dimensions()) : type.sql());
    }

    private void layer(Map<String, String> changed) {
        String list = columns.stream()
                .map(column -> changed.getOrDefault(column, Identifier.quote(column)))
                .collect(Collectors.joining(", "));
        head = "SELECT " + list + " FROM (" + head;
        tail = tail + ") AS " + Identifier.quote(name.name());
    }

    /** What the source's column is called now, where its values are still its own; null where they are not. */
    @org.jspecify.annotations.Nullable
    String present(String sourceColumn) {
        return origins.entrySet().stream()
                .filter(entry -> entry.getValue().equals(sourceColumn))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /**
     * The finished table.
     *
     * @param writable the columns of the target that take values
     * @param key columns of the source
     */
    ShadowTable table(int number, List<String> writable, List<String> key) {
        List<String> copied = writable.stream().filter(columns::contains).toList();
        List<String> targetKey = new ArrayList<>();
        for (String column : key) {
            targetKey.add(String.valueOf(present(column)));
        }
        return new ShadowTable(
                number,
                source,
                name,
                "SELECT " + ShadowTable.list(copied) + " FROM (" + head,
                tail + ") AS " + Identifier.quote(name.name()),
                copied,
                key,
                targetKey,
                parted);
    }
}
