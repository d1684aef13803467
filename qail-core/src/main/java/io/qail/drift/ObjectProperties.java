package io.qail.drift;

import io.qail.schema.Aggregate;
import io.qail.schema.Argument;
import io.qail.schema.CheckConstraint;
import io.qail.schema.CompositeType;
import io.qail.schema.Domain;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.RoutineOptions;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.TableOptions;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What two objects of one kind are compared by, each property by a word for people. */
final class ObjectProperties implements SchemaObject.Visitor<ObjectProperties> {

    private final Map<String, String> properties = new LinkedHashMap<>();

    private ObjectProperties() {}

    /** In a fixed order; every component of the record is among them. */
    static Map<String, String> of(SchemaObject object) {
        return object.accept(new ObjectProperties()).properties;
    }

    static Map<String, String> of(TableOptions options) {
        ObjectProperties properties = new ObjectProperties();
        properties.put("unlogged", options.unlogged());
        properties.put("storage parameters", options.parameters());
        properties.put("partition key", options.partitionBy());
        TableOptions.PartitionOf place = options.partitionOf();
        properties.put("partition of", place == null ? null : place.parent().sql() + " " + place.bound());
        properties.put("inherits", options.inherits());
        properties.put("row level security", options.rowSecurity() ? "enabled" : "disabled");
        properties.put("row level security of the owner", options.forceRowSecurity() ? "forced" : "not forced");
        return properties.properties;
    }

    @Override
    public ObjectProperties visit(View view) {
        put("columns", texts(view.columns(), Identifier::quote));
        put("options", view.options());
        put("query", view.query());
        return this;
    }

    @Override
    public ObjectProperties visit(Routine routine) {
        put("arguments", texts(routine.arguments(), argument -> argument.mode() + " " + argument.sql()));
        put("returns", routine.returns() == null ? null : routine.returns().sql());
        put("language", routine.language());
        RoutineOptions options = routine.options();
        put("window", options.window());
        put("volatility", options.volatility());
        put("strict", options.strict());
        put("leakproof", options.leakproof());
        put("security", options.securityDefiner() ? "definer" : "invoker");
        put("parallel", options.parallel());
        put("cost", options.cost());
        put("rows", options.rows());
        put("support", options.support());
        put("settings", options.settings());
        put("transforms", options.transforms());
        put(routine.standardBody() ? "standard body" : "body", routine.body());
        return this;
    }

    @Override
    public ObjectProperties visit(Trigger trigger) {
        put("timing", trigger.timing().sql());
        put("events", texts(List.copyOf(trigger.events()), Trigger.Event::name));
        put("columns", texts(trigger.updateColumns(), Identifier::quote));
        put("level", trigger.forEachRow() ? "row" : "statement");
        put("condition", trigger.when());
        put("function", trigger.function().sql());
        put("arguments", trigger.arguments());
        put("transition tables", List.of(String.valueOf(trigger.oldTable()), String.valueOf(trigger.newTable())));
        put("constraint trigger", trigger.constraint());
        put("referenced table", trigger.from());
        put("deferrability", trigger.deferrability());
        put("firing", trigger.firing().name().toLowerCase(Locale.ROOT));
        return this;
    }

    @Override
    public ObjectProperties visit(Policy policy) {
        put("kind", policy.permissive() ? "permissive" : "restrictive");
        put("command", policy.command());
        put("roles", policy.roles().isEmpty() ? "PUBLIC" : texts(policy.roles(), Identifier::quote));
        put("using", policy.using());
        put("check", policy.check());
        return this;
    }

    @Override
    public ObjectProperties visit(Domain domain) {
        put("type", domain.type());
        put("collation", domain.collation());
        put("default", domain.defaultValue());
        put("not null", domain.notNull());
        put("checks", texts(domain.checks(), CheckConstraint::sql));
        return this;
    }

    @Override
    public ObjectProperties visit(Statistics statistics) {
        put("table", statistics.table());
        put("kinds", statistics.kinds());
        put("columns", texts(statistics.columns(), Identifier::quote));
        put("expressions", texts(statistics.expressions(), Expression::text));
        put("target", statistics.target());
        return this;
    }

    @Override
    public ObjectProperties visit(CompositeType type) {
        put("attributes", texts(type.attributes(), CompositeType.Attribute::sql));
        return this;
    }

    @Override
    public ObjectProperties visit(Aggregate aggregate) {
        put("arguments", texts(aggregate.arguments(), Argument::sql));
        put("ordered arguments", texts(aggregate.orderedArguments(), Argument::sql));
        put("options", aggregate.options());
        return this;
    }

    private static <T> String texts(List<T> parts, Function<T, String> text) {
        return parts.isEmpty() ? "none" : parts.stream().map(text).collect(Collectors.joining(", ", "(", ")"));
    }

    private void put(String name, @Nullable Object value) {
        String text = value == null ? "none" : value.toString();
        properties.put(name, value instanceof Boolean set ? (set ? "yes" : "no") : text);
    }
}
