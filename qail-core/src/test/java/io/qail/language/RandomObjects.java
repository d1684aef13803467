package io.qail.language;

import io.qail.schema.Argument;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.CompositeType;
import io.qail.schema.Constraint;
import io.qail.schema.DataType;
import io.qail.schema.Deferrability;
import io.qail.schema.Domain;
import io.qail.schema.Expression;
import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.RoutineOptions;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Table;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Random objects that stand beside tables: domains, types, views, routines, triggers, policies, statistics, grants. They
 * are meant for their text; PostgreSQL need not take every body.
 */
final class RandomObjects {

    private static final List<String> TYPES =
            List.of("integer", "text", "bigint", "timestamp with time zone", "jsonb", "boolean");

    private static final List<String> BODIES = List.of(
            "select 1",
            "select '$$' as \"a b\", E'\\n' -- no end",
            "select $a$ $$ { $a$::text",
            "/* ( [ */ select 'it''s'",
            "select 1\r\nunion all\nselect 2",
            "select 'ünïcödé 🚨' as 名前");

    private static final List<String> EXPRESSIONS =
            List.of("true", "(1 > 0)", "'it''s' <> '}'", "now() > '2020-01-01'", "E'\\\\' = $$ ' $$");

    private final Random random;
    private final RandomNames names;
    private final SchemaBuilder builder;
    private final List<ObjectName> tables;
    private final Set<ObjectName> taken = new HashSet<>();

    private RandomObjects(long seed, Schema schema) {
        this.random = new Random(seed);
        this.names = new RandomNames(random);
        this.builder = schema.toBuilder();
        this.tables = List.copyOf(schema.tables().keySet());
        taken.addAll(schema.tables().keySet());
        taken.addAll(schema.enums().keySet());
        taken.addAll(schema.sequences().keySet());
        taken.addAll(schema.indexes().keySet());
        for (Table table : schema.tables().values()) {
            for (Constraint constraint : table.constraints()) {
                taken.add(table.name().withName(constraint.name()));
            }
        }
    }

    /** The schema with a few objects of each kind; the same seed gives the same ones. */
    static Schema addTo(Schema schema, long seed) {
        RandomObjects objects = new RandomObjects(seed, schema);
        objects.add();
        return objects.builder.build();
    }

    private void add() {
        for (int i = random.nextInt(3); i > 0; i--) {
            builder.put(domain());
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            builder.put(compositeType());
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            builder.put(view());
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            builder.put(routine());
        }
        for (ObjectName table : tables) {
            if (random.nextInt(3) == 0) {
                builder.put(trigger(table));
            }
            if (random.nextInt(3) == 0) {
                builder.put(policy(table));
            }
            if (random.nextInt(3) == 0) {
                statistics(table);
            }
            if (random.nextInt(3) == 0) {
                grant(ObjectAddress.table(table), "SELECT", "INSERT", "DELETE");
            }
        }
        for (SchemaObject object : List.copyOf(builder.objects.values())) {
            if (random.nextInt(4) == 0) {
                builder.comments.put(object.address(), one(BODIES));
            }
            if (object instanceof Routine && random.nextInt(3) == 0) {
                grant(object.address(), "EXECUTE");
            }
        }
    }

    private ObjectName name() {
        List<String> schemas = new ArrayList<>(builder.schemas);
        schemas.add(RandomSchemas.DEFAULT_SCHEMA);
        String schema = one(schemas);
        while (true) {
            ObjectName name = ObjectName.of(schema, names.free(schema));
            if (taken.add(name)) {
                return name;
            }
        }
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private DataType type() {
        return DataType.builtIn(one(TYPES));
    }

    private Expression expression() {
        return new Expression(one(EXPRESSIONS));
    }

    private Domain domain() {
        List<CheckConstraint> checks = new ArrayList<>();
        ObjectName name = name();
        for (int i = random.nextInt(3); i > 0; i--) {
            checks.add(new CheckConstraint(names.free("checks of " + name), expression(), false));
        }
        return new Domain(
                name, type(), null, random.nextBoolean() ? new Expression("1") : null, random.nextBoolean(), checks);
    }

    private CompositeType compositeType() {
        ObjectName name = name();
        List<CompositeType.Attribute> attributes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attributes.add(new CompositeType.Attribute(names.free("attributes of " + name), type(), null));
        }
        return new CompositeType(name, attributes);
    }

    private View view() {
        ObjectName name = name();
        boolean materialized = random.nextBoolean();
        TreeMap<String, String> options = new TreeMap<>();
        if (random.nextInt(3) == 0) {
            options.put(materialized ? "fillfactor" : "security_barrier", materialized ? "70" : "true");
        }
        List<String> columns = random.nextInt(3) == 0
                ? List.of(names.free("columns of " + name), names.free("columns of " + name))
                : List.of();
        return new View(name, materialized, columns, options, one(BODIES));
    }

    private Routine routine() {
        ObjectName name = name();
        boolean procedure = random.nextInt(4) == 0;
        List<Argument> arguments = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            arguments.add(new Argument(
                    Argument.Mode.IN,
                    random.nextInt(3) == 0 ? null : names.free("arguments of " + name),
                    type(),
                    null));
        }
        TreeMap<String, String> settings = new TreeMap<>();
        if (random.nextBoolean()) {
            settings.put("search_path", "public, 'Odd One', ''");
        }
        if (random.nextBoolean()) {
            settings.put("work_mem", "'64MB'");
        }
        boolean plain = procedure || random.nextBoolean();
        return new Routine(
                name,
                procedure,
                arguments,
                procedure ? null : new Routine.Returns(random.nextBoolean(), type()),
                one(List.of("sql", "plpgsql")),
                one(BODIES),
                false,
                new RoutineOptions(
                        false,
                        plain ? "volatile" : one(List.of("immutable", "stable")),
                        !plain && random.nextBoolean(),
                        false,
                        random.nextBoolean(),
                        plain ? "unsafe" : one(List.of("safe", "restricted")),
                        plain ? null : "7",
                        null,
                        null,
                        settings,
                        List.of()));
    }

    private Trigger trigger(ObjectName table) {
        boolean row = random.nextBoolean();
        TreeSet<Trigger.Event> events = new TreeSet<>(List.of(Trigger.Event.INSERT));
        if (random.nextBoolean()) {
            events.add(Trigger.Event.UPDATE);
        }
        return new Trigger(
                table,
                names.free("triggers of " + table),
                one(List.of(Trigger.Timing.BEFORE, Trigger.Timing.AFTER)),
                events,
                List.of(),
                row,
                random.nextBoolean() ? expression() : null,
                ObjectName.of(RandomSchemas.DEFAULT_SCHEMA, names.free("functions")),
                random.nextBoolean() ? List.of("it's", "") : List.of(),
                null,
                null,
                false,
                null,
                Deferrability.NOT_DEFERRABLE,
                one(List.of(Trigger.Firing.values())));
    }

    private Policy policy(ObjectName table) {
        return new Policy(
                table,
                names.free("policies of " + table),
                random.nextBoolean(),
                one(List.of("ALL", "SELECT", "UPDATE")),
                random.nextBoolean() ? List.of() : List.of(names.free("roles"), names.free("roles")),
                expression(),
                null);
    }

    private void statistics(ObjectName name) {
        Table table = builder.tables.get(name);
        List<String> columns = table == null
                ? List.of()
                : table.columns().stream().map(Column::name).limit(3).toList();
        List<String> kinds = one(List.of(List.of("ndistinct"), List.of("dependencies", "mcv", "ndistinct")));
        if (columns.size() > 1) {
            builder.put(new Statistics(
                    ObjectName.of(name.schema(), name().name()), name, new TreeSet<>(kinds), columns, List.of(), null));
        }
    }

    private void grant(ObjectAddress target, String... privileges) {
        String grantee = random.nextInt(3) == 0 && target.kind() == ObjectKind.TABLE ? "" : names.free("roles");
        boolean grantable = !grantee.isEmpty() && random.nextBoolean();
        for (String privilege : privileges) {
            builder.grants.add(new Grant(target, grantee, privilege, grantable, false));
        }
    }
}
