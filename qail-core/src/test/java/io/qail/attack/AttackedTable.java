package io.qail.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table, its key, its columns and what the version does to them. Beside them it has {@code rid}, by which the test knows
 * each row and which is no key to QAIL, and {@code touched}, which nothing but the test changes.
 *
 * @param before statements that make objects which the base knows
 * @param handMade statements that make objects after the base was adopted
 */
record AttackedTable(
        String name,
        AttackKey key,
        List<AttackedColumn> columns,
        boolean dropped,
        @Nullable String renamed,
        List<String> before,
        List<String> handMade) {

    static final int ROWS = 10;

    AttackedTable {
        columns = List.copyOf(columns);
        before = List.copyOf(before);
        handMade = List.copyOf(handMade);
    }

    /** The table with this column alone, and without what was made on the others. */
    AttackedTable with(AttackedColumn column) {
        return new AttackedTable(
                name, key, List.of(column), dropped, renamed, on(column, before), on(column, handMade));
    }

    private List<String> on(AttackedColumn one, List<String> statements) {
        return statements.stream()
                .filter(sql ->
                        columns.stream().noneMatch(other -> other != one && sql.contains(Sql.name(other.name()))))
                .toList();
    }

    boolean shrinks() {
        return columns.stream().anyMatch(column -> column.type().startsWith("shrinking"));
    }

    AttackedTable plain() {
        return new AttackedTable(name, key, columns, dropped, renamed, List.of(), List.of());
    }

    String sql() {
        return Sql.name(name);
    }

    String sqlAfter() {
        return Sql.name(renamed == null ? name : renamed);
    }

    List<String> columnNames() {
        return Stream.of(
                        key.columns().stream(),
                        Stream.of("rid", "touched"),
                        columns.stream().map(AttackedColumn::name))
                .flatMap(s -> s)
                .toList();
    }

    List<String> columnNamesAfter() {
        return Stream.of(
                        key.columnsAfter().stream(),
                        Stream.of("rid", "touched"),
                        columns.stream().filter(AttackedColumn::survives).map(AttackedColumn::nameAfter))
                .flatMap(s -> s)
                .toList();
    }

    String create() {
        List<String> definitions = new ArrayList<>(key.definitions());
        definitions.add("rid integer");
        definitions.add("touched text DEFAULT 'no'");
        for (AttackedColumn column : columns) {
            definitions.add(Sql.name(column.name()) + " " + column.type()
                    + (column.withDefault() ? " DEFAULT " + column.value(-column.offset()) : ""));
        }
        return "CREATE TABLE " + sql() + " (" + String.join(", ", definitions) + ")";
    }

    String insert() {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            List<String> values = new ArrayList<>(key.of(row));
            values.add(key == AttackKey.NONE ? String.valueOf(row % 3) : String.valueOf(row));
            values.add("'no'");
            for (AttackedColumn column : columns) {
                values.add(column.value(row));
            }
            rows.add("(" + String.join(", ", values) + ")");
        }
        return "INSERT INTO " + sql() + " (" + Sql.names(columnNames()) + ") VALUES " + String.join(", ", rows);
    }

    List<String> script() {
        if (dropped) {
            return List.of("drop " + sql());
        }
        List<String> lines = new ArrayList<>();
        if (renamed != null) {
            lines.add("rename " + sql() + " -> " + Sql.name(renamed));
        }
        lines.addAll(key.script(sqlAfter()));
        for (AttackedColumn column : columns) {
            lines.addAll(column.script(sqlAfter()));
        }
        return lines;
    }

    /** The cases that a run of it verifies, without what is the same in the whole world. */
    List<String> cases() {
        if (dropped) {
            return columns.stream()
                    .map(column -> key + " " + column.type() + " DROP TABLE")
                    .toList();
        }
        return columns.stream()
                .filter(column -> column.action() != AttackedColumn.Action.KEEP)
                .map(column -> key + " " + column.type() + " " + column.operation()
                        + (renamed == null ? "" : " RENAMED TABLE"))
                .collect(Collectors.toList());
    }
}
