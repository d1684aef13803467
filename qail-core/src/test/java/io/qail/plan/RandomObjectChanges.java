package io.qail.plan;

import io.qail.language.QailFormatter;
import io.qail.schema.Column;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts views, routines, triggers, policies, statistics, privileges, options, domains, partitions and the like on the tables of
 * {@link RandomChanges}, and changes a part of them together with the tables. The same seed gives the same.
 *
 * <p>What stands on a table is a matter of that table's columns and of one number for each kind: 0 for none of it, others for
 * its forms. The change throws a third of the numbers anew.
 */
final class RandomObjectChanges {

    private static final int FORMS = 4;

    private final Random random;

    /** By what the object stands on, its kind behind it. */
    private final Map<String, Integer> forms = new HashMap<>();

    private RandomObjectChanges(long seed) {
        this.random = new Random(seed);
    }

    static RandomChanges.Pair pair(long seed) {
        RandomChanges.Pair tables = RandomChanges.pair(seed);
        RandomObjectChanges objects = new RandomObjectChanges(seed);
        Map<String, Table> before = new LinkedHashMap<>();
        Map<String, Table> after = new LinkedHashMap<>();
        Set<ObjectName> kept = new HashSet<>();
        int number = 0;
        for (Table table : tables.base().tables().values()) {
            String id = "x" + number++;
            before.put(id, table);
            Table now = tables.change().target().tables().get(renamed(table.name(), tables.change()));
            if (now != null) {
                after.put(id, now);
                kept.add(now.name());
            }
        }
        for (Table table : tables.change().target().tables().values()) {
            if (!kept.contains(table.name())) {
                after.put("x" + number++, table);
            }
        }
        Schema base = objects.on(tables.base(), before);
        objects.forms.replaceAll(
                (key, form) -> objects.random.nextInt(3) == 0 ? Integer.valueOf(objects.random.nextInt(FORMS)) : form);
        Schema target = objects.on(tables.change().target(), after);
        return new RandomChanges.Pair(base, tables.change().withTarget(target));
    }

    private static ObjectName renamed(ObjectName table, Change change) {
        ObjectName name = table;
        for (Statement statement : change.renames()) {
            if (statement instanceof Statement.RenameTable rename
                    && rename.from().equals(name)) {
                name = rename.to();
            }
        }
        return name;
    }

    /** Goes through the text, so that the objects are what the language makes of them. */
    private Schema on(Schema schema, Map<String, Table> tables) {
        SchemaBuilder builder = schema.toBuilder();
        Set<ObjectName> keyed = new HashSet<>();
        for (Table table : tables.values()) {
            table.constraints().forEach(constraint -> {
                if (constraint instanceof ForeignKey key) {
                    keyed.add(table.name());
                    keyed.add(key.target());
                }
            });
        }
        tables.forEach((id, table) -> builder.tables.put(table.name(), options(id, table, keyed)));
        StringBuilder text = new StringBuilder(QailFormatter.format(builder.build(), "public"));
        tables.forEach((id, table) -> text.append(objects(id, table)));
        text.append(joined(List.copyOf(tables.values())));
        text.append(types())
                .append(routines())
                .append(called())
                .append(partitions())
                .append(heirs())
                .append(ranges());
        return Scripts.schema(text.toString());
    }

    private int form(String id, String kind) {
        return forms.computeIfAbsent(id + kind, key -> random.nextInt(FORMS));
    }

    private Table options(String id, Table table, Set<ObjectName> keyed) {
        TreeMap<String, String> parameters = new TreeMap<>();
        switch (form(id, "parameters")) {
            case 1 -> parameters.put("fillfactor", "70");
            case 2 -> {
                // PostgreSQL forgets it where there is nothing to toast.
                if (table.columns().stream()
                        .anyMatch(column -> column.type().name().equals("text"))) {
                    parameters.put("toast.autovacuum_enabled", "false");
                }
            }
            default -> {}
        }
        int security = form(id, "security");
        return table.withOptions(table.options()
                .withParameters(parameters)
                .withUnlogged(form(id, "unlogged") == 1 && !keyed.contains(table.name()))
                .withRowSecurity(security == 1 || security == 2, security == 2));
    }

    private String objects(String id, Table table) {
        String name = name(table);
        List<String> columns = table.columns().stream()
                .map(Column::name)
                .map(Identifier::quote)
                .toList();
        List<String> plain = table.columns().stream()
                .filter(column -> column.generated() == null)
                .map(Column::name)
                .map(Identifier::quote)
                .toList();
        String first = columns.get(0);
        List<String> text = new ArrayList<>();
        views(id, name, columns, text);
        int function = form(id, "function");
        text.add((switch (function) {
                    case 1 -> "function f%s() returns bigint language sql stable $$ select count(*) from %s $$";
                    case 2 -> "function f%s() returns bigint language sql return (select count(*) from %s)";
                    case 3 -> "function f%s(a %s) returns integer language sql immutable cost 7 $$ select 1 $$";
                    default -> "";
                })
                .formatted(id, name));
        if (function == 1 || function == 2) {
            text.add("comment on function f%s() \"of %d\"".formatted(id, function));
            text.add(form(id, "execute") == 1 ? "revoke execute on function f%s() from public".formatted(id) : "");
        }
        if (!plain.isEmpty()) {
            triggers(id, name, plain, text);
            policies(id, name, plain, text);
        }
        if (plain.size() > 1) {
            String two = plain.get(0) + ", " + plain.get(plain.size() - 1);
            text.add(
                    switch (form(id, "statistics")) {
                        case 1 -> "statistics s%s (ndistinct) on %s from %s".formatted(id, two, name);
                        case 2 ->
                            "statistics s%s (dependencies, mcv, ndistinct) on %s from %s target 50"
                                    .formatted(id, two, name);
                        default -> "";
                    });
        }
        text.add(
                switch (form(id, "grant")) {
                    case 1 -> "grant select, insert on table %s to public".formatted(name);
                    case 2 ->
                        "grant select (%s), update (%s) on table %s to public"
                                .formatted(first, columns.get(columns.size() - 1), name);
                    default -> "";
                });
        return String.join("\n", text) + "\n";
    }

    private static String name(Table table) {
        return table.name().schema().equals("public")
                ? Identifier.quote(table.name().name())
                : table.name().sql();
    }

    /** What stands on two tables at once. */
    private String joined(List<Table> tables) {
        if (tables.size() < 2) {
            return "";
        }
        String one = name(tables.get(0));
        String other = name(tables.get(1));
        String column = Identifier.quote(tables.get(1).columns().get(0).name());
        return switch (form("joined", "")) {
            case 1 -> "view j $$ select b.%s as c0 from %s a cross join %s b $$\n".formatted(column, one, other);
            case 2 ->
                "policy j on %s using (exists (select from %s b where b.%s is not null))\n"
                        .formatted(one, other, column);
            case 3 ->
                "function j(a %s) returns bigint language sql begin atomic select count(b.%s) from %s b; end\n"
                        .formatted(one, column, other);
            default -> "";
        };
    }

    /** Functions that a table calls. */
    private String called() {
        String key = List.of(
                        "function key() returns bigint language sql $$ select 1::bigint $$",
                        "function key() returns integer language sql $$ select 1 $$",
                        "function key() returns bigint language plpgsql $$ begin return 2; end $$",
                        "")
                .get(form("key", ""));
        String fine = List.of("a integer", "a integer default 3", "b integer", "a integer, b integer default 1")
                .get(form("fine", ""));
        List<String> columns = new ArrayList<>(List.of("id integer"));
        int use = form("use of functions", "");
        if (!key.isEmpty() && use != 2) {
            columns.add("k bigint default key()");
        }
        if (use == 2) {
            columns.add("check (fine(id)) name ck_fine");
        }
        if (use == 3) {
            columns.add("g boolean generated_stored(fine(id))");
        }
        return key + "\nfunction fine(" + fine + ") returns boolean language sql immutable $$ select $1 > "
                + form("fine body", "") + " $$\ntable called {\n" + String.join("\n", columns) + "\n}\n"
                + (use == 1 ? "index by_fine on called (fine(id))\n" : "");
    }

    private void views(String id, String table, List<String> columns, List<String> text) {
        int view = form(id, "view");
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            list.append(i == 0 ? "" : ", ")
                    .append(columns.get(i))
                    .append(" as c")
                    .append(i);
        }
        text.add(
                switch (view) {
                    case 1 -> "view v%s $$ select %s from %s $$".formatted(id, list, table);
                    case 2 ->
                        "view v%s security_barrier $$ select count(*) as n, min(%s::text) as c0 from %s $$"
                                .formatted(id, columns.get(0), table);
                    case 3 ->
                        "view v%s (c0, n) $$ select a.%s, count(*) from %s a group by a.%2$s $$"
                                .formatted(id, columns.get(columns.size() - 1), table);
                    default -> "";
                });
        if (view > 0) {
            text.add(
                    switch (form(id, "of view")) {
                        case 1 -> "view w%s $$ select c0 as other from v%1$s where c0 is not null $$".formatted(id);
                        case 2 ->
                            "materialized view w%s $$ select count(c0) as n from v%1$s $$\nindex wi%1$s on w%1$s (n)"
                                    .formatted(id);
                        default -> "";
                    });
            text.add(
                    switch (form(id, "view comment")) {
                        case 1 -> "comment on view v%s \"it's\"".formatted(id);
                        case 2 ->
                            "comment on column v%s.c0 \"a column\"\ngrant select on table v%1$s to public"
                                    .formatted(id);
                        default -> "";
                    });
        }
        text.add(
                switch (form(id, "materialized")) {
                    case 1 ->
                        "materialized view m%s $$ select %s as a from %s $$\nindex mi%1$s on m%1$s (a)"
                                .formatted(id, columns.get(0), table);
                    case 2 ->
                        "materialized view m%s with (fillfactor = 70) $$ select %s as a from %s $$"
                                .formatted(id, columns.get(columns.size() - 1), table);
                    default -> "";
                });
    }

    private void triggers(String id, String table, List<String> columns, List<String> text) {
        int trigger = form(id, "trigger");
        if (trigger == 0) {
            return;
        }
        String last = columns.get(columns.size() - 1);
        text.add("function t%s() returns trigger language plpgsql $$ begin return new; end $$".formatted(id));
        text.add(
                switch (trigger) {
                    case 1 ->
                        "trigger g%s on %s before insert or update for_each_row execute t%1$s()".formatted(id, table);
                    case 2 ->
                        "trigger g%s on %s after update of %s for_each_row when (old.%3$s is distinct from new.%3$s) execute t%1$s('x') disabled"
                                .formatted(id, table, last);
                    default ->
                        "constraint trigger g%s on %s after insert initially_deferred for_each_row execute t%1$s()"
                                .formatted(id, table);
                });
        if (form(id, "view") == 1 && form(id, "instead") == 1) {
            text.add("trigger i%s on v%1$s instead of insert for_each_row execute t%1$s()".formatted(id));
        }
        if (form(id, "trigger comment") == 1) {
            text.add("comment on trigger %s.g%s \"a trigger\"".formatted(table, id));
        }
    }

    private void policies(String id, String table, List<String> columns, List<String> text) {
        text.add(
                switch (form(id, "policy")) {
                    case 1 -> "policy p%s on %s using (%s is not null)".formatted(id, table, columns.get(0));
                    case 2 ->
                        "policy p%s on %s using (%s::text <> 'a') with_check (%s is not null)"
                                .formatted(id, table, columns.get(columns.size() - 1), columns.get(0));
                    case 3 ->
                        "policy p%s on %s restrictive for insert with_check (%s is not null)"
                                .formatted(id, table, columns.get(columns.size() - 1));
                    default -> "";
                });
    }

    private String types() {
        String check = List.of("", "check (value > 0)", "default 5 check (value > 1) check_name ck_one", "not_null")
                .get(form("domain", ""));
        String attributes = List.of(
                        "a integer, b text",
                        "a integer, b text, c date",
                        "a integer",
                        "a integer, b text, c date, d text")
                .get(form("composite", ""));
        String columns = List.of("d counted", "d counted, c pair", "c pair, s integer", "d bigint")
                .get(form("of types", ""));
        return """
                domain counted integer %s
                type pair { %s }
                table holder { id integer, %s }
                """.formatted(check, attributes, columns);
    }

    private String routines() {
        String aggregate = switch (form("aggregate", "")) {
            case 1 -> "aggregate total(integer) { sfunc = int4pl, stype = integer, initcond = '0' }";
            case 2 -> "aggregate total(integer) { sfunc = int4pl, stype = integer, initcond = '1' }";
            default -> "";
        };
        String procedure = switch (form("procedure", "")) {
            case 1 -> "procedure work(a integer) language sql $$ select 1 $$";
            case 2 -> "procedure work(b integer) language sql security_definer $$ select 2 $$";
            case 3 -> "procedure work(inout a integer) language plpgsql $$ begin a := 1; end $$";
            default -> "";
        };
        return aggregate + "\n" + procedure + "\n";
    }

    /** Four years, each a partition, a table of its own, or missing. */
    private String partitions() {
        StringBuilder text = new StringBuilder("""
                table days partition_by range (day) {
                  day date not_null
                  n integer default 1
                  check (n > 0) name ck_n
                }
                index days_n on days (n)
                """);
        for (int year = 2020; year < 2024; year++) {
            switch (form("d" + year, "")) {
                case 1, 2 ->
                    text.append("table d%d partition_of days for values from ('%1$d-01-01') to ('%d-01-01')\n"
                            .formatted(year, year + 1));
                case 3 -> text.append("""
                        table d%d {
                          day date not_null
                          n integer default 1
                          check (n > 0) name ck_n
                        }
                        index d%1$d_n_idx on d%1$d (n)
                        """.formatted(year));
                default -> {}
            }
        }
        return text.toString();
    }

    private String heirs() {
        String parent = List.of("a integer", "a integer, b text", "a bigint", "a integer default 3")
                .get(form("parent", ""));
        return switch (form("heir", "")) {
            case 0 -> "table parent { %s }\n".formatted(parent);
            case 1 -> "table parent { %s }\ntable heir inherits (parent) { more text }\n".formatted(parent);
            default -> "table parent { %s }\ntable heir inherits (parent) { other integer }\n".formatted(parent);
        };
    }

    private String ranges() {
        String exclusion = Objects.requireNonNull(
                List.of("", "exclude using gist (r with &&) name ex", "exclude using gist (r with -|-) name ex", "")
                        .get(form("exclusion", "")));
        return "table spans { id integer\n  r int4range\n  %s }\n".formatted(exclusion);
    }
}
