package io.qail.language;

import io.qail.schema.Aggregate;
import io.qail.schema.CheckConstraint;
import io.qail.schema.CompositeType;
import io.qail.schema.Domain;
import io.qail.schema.Identifier;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the objects that stand for themselves. */
final class ObjectFormatter implements SchemaObject.Visitor<String> {

    private final String defaultSchema;
    private final TypeFormatter types;
    private final RoutineFormatter routines;
    private final TriggerFormatter triggers;

    ObjectFormatter(String defaultSchema, TypeFormatter types) {
        this.defaultSchema = defaultSchema;
        this.types = types;
        this.routines = new RoutineFormatter(defaultSchema, types);
        this.triggers = new TriggerFormatter(defaultSchema);
    }

    String format(SchemaObject object) {
        return object.accept(this);
    }

    @Override
    public String visit(Routine routine) {
        return routines.format(routine);
    }

    @Override
    public String visit(Aggregate aggregate) {
        return routines.format(aggregate);
    }

    @Override
    public String visit(Trigger trigger) {
        return triggers.format(trigger);
    }

    @Override
    public String visit(Domain domain) {
        StringBuilder text = new StringBuilder("domain ")
                .append(domain.name().display(defaultSchema))
                .append(' ')
                .append(types.type(domain.type()));
        if (domain.collation() != null) {
            text.append(" collate ").append(IndexFormatter.collation(domain.collation()));
        }
        if (domain.defaultValue() != null) {
            text.append(" default ").append(TableFormatter.defaultValue(domain.defaultValue()));
        }
        if (domain.notNull()) {
            text.append(" not_null");
        }
        for (CheckConstraint check : domain.checks()) {
            text.append(" check (")
                    .append(check.expression())
                    .append(") check_name ")
                    .append(Identifier.quote(check.name()));
        }
        return text.toString();
    }

    @Override
    public String visit(CompositeType type) {
        String attributes = type.attributes().stream()
                .map(attribute -> "  " + Identifier.quote(attribute.name()) + " " + types.type(attribute.type())
                        + (attribute.collation() == null
                                ? ""
                                : " collate " + IndexFormatter.collation(attribute.collation()))
                        + "\n")
                .collect(Collectors.joining());
        return "type " + type.name().display(defaultSchema) + " {\n" + attributes + "}";
    }

    @Override
    public String visit(Statistics statistics) {
        List<String> keys = new ArrayList<>();
        statistics.columns().forEach(column -> keys.add(Identifier.quote(column)));
        statistics.expressions().forEach(expression -> keys.add(IndexFormatter.expression(expression)));
        boolean usual = keys.size() == 1 || statistics.kinds().equals(new TreeSet<>(StatisticsReader.KINDS));
        return "statistics " + statistics.name().display(defaultSchema)
                + (usual ? "" : " (" + String.join(", ", statistics.kinds()) + ")")
                + " on " + String.join(", ", keys)
                + " from " + statistics.table().display(defaultSchema)
                + (statistics.target() == null ? "" : " target " + statistics.target());
    }

    @Override
    public String visit(View view) {
        StringBuilder text = new StringBuilder(view.materialized() ? "materialized view " : "view ")
                .append(view.name().display(defaultSchema));
        if (!view.columns().isEmpty()) {
            text.append(' ').append(ConstraintFormatter.columns(view.columns()));
        }
        SortedMap<String, String> others = new TreeMap<>();
        for (Map.Entry<String, String> option : view.options().entrySet()) {
            boolean flag = !view.materialized()
                    && option.getKey().startsWith("security_")
                    && option.getValue().equals("true");
            if (flag) {
                text.append(' ').append(option.getKey());
            } else if (!view.materialized() && option.getKey().equals("check_option")) {
                text.append(" check_option ").append(ParameterFormatter.value(option.getValue()));
            } else {
                others.put(option.getKey(), option.getValue());
            }
        }
        if (!others.isEmpty()) {
            text.append(" with ").append(ParameterFormatter.list(others));
        }
        // Blanks around a query have no meaning, so that it can stand on lines of its own.
        return text.append(' ')
                .append(StringLiteral.dollars("\n" + view.query() + "\n"))
                .toString();
    }

    @Override
    public String visit(Policy policy) {
        return "policy " + Identifier.quote(policy.name()) + " on "
                + policy.table().display(defaultSchema)
                + (policy.permissive() ? "" : " restrictive")
                + (policy.command().equals("ALL")
                        ? ""
                        : " for " + policy.command().toLowerCase(Locale.ROOT))
                + (policy.roles().isEmpty() ? "" : " to " + GrantFormatter.roles(policy.roles()))
                + (policy.using() == null ? "" : " using (" + policy.using() + ")")
                + (policy.check() == null ? "" : " with_check (" + policy.check() + ")");
    }
}
