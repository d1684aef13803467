package io.qail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A schema with rows and three migrations of it, which destroy much of both: drops, renames, retypes, splits, tables that go
 * together with their foreign keys, tables with every kind of key and with none. The same seed gives the same.
 */
final class RandomHistory {

    /**
     * A type, a value of the row {@code i}, and what the type may become.
     *
     * @param value SQL over {@code i}
     * @param next types with a {@code transform} where PostgreSQL has no assignment cast; {@code %s} is the column
     */
    private record Type(String name, String value, List<Next> next) {}

    private record Next(String type, @Nullable String using) {

        static Next cast(String type) {
            return new Next(type, null);
        }
    }

    private static final List<Type> TYPES = List.of(
            new Type(
                    "int",
                    "(i * 7919) % 1000 - 500",
                    List.of(Next.cast("bigint"), Next.cast("text"), Next.cast("numeric(9,1)"))),
            new Type(
                    "bigint",
                    "i * 7919",
                    List.of(Next.cast("int"), Next.cast("double precision"), new Next("text", "'#' || %s"))),
            new Type(
                    "numeric(12,4)",
                    "i / 7.0",
                    List.of(Next.cast("numeric(12,1)"), Next.cast("int"), Next.cast("real"))),
            new Type("numeric", "i + 0.5", List.of(Next.cast("numeric(20,0)"), Next.cast("text"))),
            new Type(
                    "text",
                    "'t' || i % 13 || repeat('é ', i % 3)",
                    List.of(Next.cast("varchar(60)"), new Next("int", "length(%s)"))),
            new Type(
                    "varchar(40)",
                    "'v\\,\"' || i % 11 || E'\\n'",
                    List.of(Next.cast("text"), new Next("varchar(40)", "upper(%s)"))),
            new Type("char(6)", "'c' || i % 10", List.of(Next.cast("text"))),
            new Type("boolean", "i % 3 = 0", List.of(new Next("int", "CASE WHEN %s THEN 1 ELSE 0 END"))),
            new Type(
                    "date", "date '2020-02-28' + (i % 400)::int", List.of(Next.cast("timestamptz"), Next.cast("text"))),
            new Type(
                    "timestamptz",
                    "timestamptz '2020-01-01 00:00:00.123456+02' + i * interval '61 min'",
                    List.of(Next.cast("date"), Next.cast("timestamptz(0)"))),
            new Type("interval", "i * interval '1 mon 2 days 3.5 s'", List.of(Next.cast("text"))),
            new Type("uuid", "md5(i::text)::uuid", List.of(Next.cast("text"))),
            new Type("double precision", "i / 3.0::float8", List.of(Next.cast("real"), Next.cast("numeric(10,2)"))),
            new Type("real", "i / 3.0::float4", List.of(Next.cast("double precision"), Next.cast("int"))),
            new Type(
                    "jsonb",
                    "jsonb_build_object('a', i, 'b', 'x' || i % 3, 'n', NULL)",
                    List.of(Next.cast("json"), Next.cast("text"))),
            new Type("json", "('{\"b\" :  ' || i || ',\"b\":1}')::json", List.of(Next.cast("jsonb"))),
            new Type("bytea", "decode(md5(i::text), 'hex')", List.of(new Next("text", "encode(%s, 'base64')"))),
            new Type("inet", "('10.0.0.' || i % 250)::inet", List.of(Next.cast("text"))),
            new Type("text[]", "ARRAY['a' || i, NULL, 'b,\"']", List.of(Next.cast("text"), Next.cast("varchar(3)[]"))),
            new Type("int[]", "ARRAY[i, i + 1]", List.of(Next.cast("bigint[]"))),
            new Type("mood", "(ARRAY['sad', 'ok', 'very happy'])[i % 3 + 1]::mood", List.of(Next.cast("text"))));

    private static final class Column {
        private String name;
        private Type type;
        private final boolean notNull;

        Column(String name, Type type, boolean notNull) {
            this.name = name;
            this.type = type;
            this.notNull = notNull;
        }
    }

    private enum Key {
        IDENTITY,
        TEXT,
        PAIR,
        NONE
    }

    private static final class Table {
        private String name;
        private final Key key;
        private final List<String> keys = new ArrayList<>();
        private final List<Column> columns = new ArrayList<>();
        private final int rows;
        private @Nullable Table parent;
        private @Nullable String reference;

        Table(String name, Key key, int rows) {
            this.name = name;
            this.key = key;
            this.rows = rows;
        }
    }

    private static final int MIGRATIONS = 3;

    private final Random random;
    private final List<Table> tables = new ArrayList<>();
    private final StringBuilder schema = new StringBuilder("enum mood { sad, ok, \"very happy\" }\n");
    private final StringBuilder rows = new StringBuilder();
    private final List<String> migrations = new ArrayList<>();
    private final Set<Table> transformed = new HashSet<>();
    private int names;

    RandomHistory(long seed) {
        random = new Random(seed);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            table();
        }
        for (int i = 0; i < MIGRATIONS; i++) {
            migrations.add(migration());
        }
    }

    String schema() {
        return schema.toString();
    }

    String rows() {
        return rows.toString();
    }

    /** Deltas, in order. */
    List<String> migrations() {
        return migrations;
    }

    private void table() {
        Table table = new Table(fresh("t"), pick(List.of(Key.values())), pick(List.of(0, 1, 7, 40, 90)));
        List<String> lines = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        key(table, lines, columns, values);
        List<Table> parents =
                tables.stream().filter(other -> other.key == Key.IDENTITY).toList();
        if (!parents.isEmpty() && random.nextBoolean()) {
            Table parent = pick(parents);
            String name = fresh("ref");
            table.parent = parent;
            table.reference = name;
            lines.add(quoted(name) + " bigint references " + quoted(parent.name) + "(" + quoted(parent.keys.get(0))
                    + ")" + pick(List.of("", " on_delete cascade", " on_delete set_null")));
            columns.add(quoted(name));
            values.add(parent.rows == 0 ? "NULL" : "CASE WHEN i % 5 <> 0 THEN 1 + i % " + parent.rows + " END");
        }
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Column column = new Column(fresh("c"), pick(TYPES), random.nextInt(3) == 0);
            table.columns.add(column);
            String option = column.notNull ? " not_null" : "";
            if (column.type.name.equals("text") && random.nextBoolean()) {
                option += " default 'dflt'";
            }
            lines.add(quoted(column.name) + " " + column.type.name + option);
            columns.add(quoted(column.name));
            // Of a table without a key some rows are the same.
            String value =
                    table.key == Key.NONE ? column.type.value.replaceAll("\\bi\\b", "(i / 3)") : column.type.value;
            values.add(
                    column.notNull || random.nextInt(3) == 0
                            ? value
                            : "CASE WHEN i % " + (2 + random.nextInt(4)) + " <> 0 THEN " + value + " END");
        }
        tables.add(table);
        schema.append("table ")
                .append(quoted(table.name))
                .append(" {\n  ")
                .append(String.join("\n  ", lines))
                .append("\n}\n");
        if (random.nextInt(3) == 0) {
            Column column = pick(table.columns);
            if (!column.type.name.equals("json")) {
                schema.append("index ")
                        .append("ix")
                        .append(++names)
                        .append(" on ")
                        .append(quoted(table.name))
                        .append(" (")
                        .append(quoted(column.name))
                        .append(")\n");
            }
        }
        if (random.nextInt(4) == 0) {
            schema.append("comment on ")
                    .append(quoted(table.name))
                    .append('.')
                    .append(quoted(pick(table.columns).name))
                    .append(" \"what it is\"\n");
        }
        if (table.rows > 0) {
            rows.append("INSERT INTO ")
                    .append(quoted(table.name))
                    .append(" (")
                    .append(String.join(", ", columns))
                    .append(") SELECT ")
                    .append(String.join(", ", values))
                    .append(" FROM generate_series(1, ")
                    .append(table.rows)
                    .append(") i;\n");
        }
    }

    private void key(Table table, List<String> lines, List<String> columns, List<String> values) {
        switch (table.key) {
            case IDENTITY -> {
                table.keys.add(fresh("id"));
                lines.add(quoted(table.keys.get(0)) + " bigint generated_by_default_identity primary_key");
            }
            case TEXT -> {
                table.keys.add(fresh("code"));
                lines.add(quoted(table.keys.get(0)) + " text primary_key");
                columns.add(quoted(table.keys.get(0)));
                values.add("'k'',\"[' || i");
            }
            case PAIR -> {
                table.keys.add(fresh("a"));
                table.keys.add(fresh("b"));
                lines.add(quoted(table.keys.get(0)) + " int");
                lines.add(quoted(table.keys.get(1)) + " timestamptz");
                lines.add("primary_key (" + quoted(table.keys.get(0)) + ", " + quoted(table.keys.get(1)) + ")");
                columns.add(quoted(table.keys.get(0)));
                columns.add(quoted(table.keys.get(1)));
                values.add("i % 7");
                values.add("timestamptz '2024-03-31 00:00+00' + i * interval '1 min'");
            }
            case NONE -> {
                // Told apart by all columns together.
            }
        }
    }

    private String migration() {
        StringBuilder text = new StringBuilder();
        Set<String> touched = new TreeSet<>();
        transformed.clear();
        int steps = 1 + random.nextInt(6);
        for (int i = 0; i < steps && !tables.isEmpty(); i++) {
            step(text, touched);
        }
        if (text.isEmpty()) {
            text.append("table ").append(quoted(fresh("later"))).append(" {\n  x int\n}\n");
        }
        return text.toString();
    }

    private void step(StringBuilder text, Set<String> touched) {
        Table table = pick(tables);
        List<Column> open = table.columns.stream()
                .filter(column -> !touched.contains(column.name))
                .toList();
        switch (random.nextInt(12)) {
            case 0 -> {
                String name = fresh("t");
                text.append("rename ")
                        .append(quoted(table.name))
                        .append(" -> ")
                        .append(quoted(name))
                        .append('\n');
                table.name = name;
            }
            case 1 -> {
                if (!transformed.contains(table)) {
                    dropTable(table, text);
                }
            }
            case 2 -> {
                if (!table.keys.isEmpty()) {
                    String name = fresh("key");
                    text.append("rename ")
                            .append(path(table, table.keys.get(0)))
                            .append(" -> ")
                            .append(path(table, name))
                            .append('\n');
                    table.keys.set(0, name);
                }
            }
            case 3 ->
                text.append("add ")
                        .append(path(table, fresh("n")))
                        .append(pick(List.of(" text default 'x'", " int not_null default 7", " jsonb")))
                        .append('\n');
            case 4 -> {
                if (table.reference != null) {
                    text.append("drop ").append(path(table, table.reference)).append('\n');
                    table.reference = null;
                    table.parent = null;
                }
            }
            default -> {
                if (!open.isEmpty()) {
                    column(table, pick(open), text, touched);
                }
            }
        }
    }

    private void column(Table table, Column column, StringBuilder text, Set<String> touched) {
        // Of a table without a key one version either drops columns or changes one; both in one cannot be told apart.
        switch (random.nextInt(table.key == Key.NONE ? 4 : 6)) {
            case 0, 1 -> drop(table, column, text, touched);
            case 2 -> {
                String name = fresh("r");
                text.append("rename ")
                        .append(path(table, column.name))
                        .append(" -> ")
                        .append(path(table, name))
                        .append('\n');
                column.name = name;
            }
            case 3 -> {
                transformed.add(table);
                String half = fresh("half");
                text.append("add ")
                        .append(path(table, half))
                        .append(" text\ntransform left(")
                        .append(quoted(column.name))
                        .append("::text, 3) -> ")
                        .append(path(table, half))
                        .append('\n');
                drop(table, column, text, touched);
            }
            case 4 -> {
                if (column.type.name.equals("text")) {
                    transformed.add(table);
                    text.append("transform upper(")
                            .append(quoted(column.name))
                            .append(") -> ")
                            .append(path(table, column.name))
                            .append('\n');
                    touched.add(column.name);
                }
            }
            default -> {
                if (!column.type.next.isEmpty()) {
                    Next next = pick(column.type.next);
                    boolean text0 = column.type.name.equals("text");
                    text.append("alter ")
                            .append(path(table, column.name))
                            .append(' ')
                            .append(next.type)
                            .append(text0 && next.using != null ? " no_default" : "")
                            .append('\n');
                    if (next.using != null) {
                        transformed.add(table);
                        text.append("transform ")
                                .append(String.format(next.using, quoted(column.name)))
                                .append(" -> ")
                                .append(path(table, column.name))
                                .append('\n');
                    }
                    touched.add(column.name);
                    column.type = new Type(next.type, "", List.of());
                }
            }
        }
    }

    private void drop(Table table, Column column, StringBuilder text, Set<String> touched) {
        text.append("drop ").append(path(table, column.name)).append('\n');
        touched.add(column.name);
        table.columns.remove(column);
    }

    private void dropTable(Table table, StringBuilder text) {
        for (Table child : tables) {
            if (child.parent == table && child != table) {
                text.append("drop ")
                        .append(path(child, String.valueOf(child.reference)))
                        .append('\n');
                child.reference = null;
                child.parent = null;
            }
        }
        text.append("drop ").append(quoted(table.name)).append('\n');
        tables.remove(table);
    }

    private static String path(Table table, String column) {
        return quoted(table.name) + "." + quoted(column);
    }

    /** One of seven names needs quotes. */
    private String fresh(String stem) {
        names++;
        return random.nextInt(7) == 0
                ? pick(List.of("With blank ", "quo\"te", "dot.", "Ünï")) + stem + names
                : stem + names;
    }

    private static String quoted(String name) {
        return name.matches("[a-z][a-z0-9]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
