package io.qail.language;

import io.qail.schema.Column;
import io.qail.schema.Grant;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What belongs to a table needs that table, and no view stands on itself. */
final class ObjectRules {

    private final Schema schema;
    private final String defaultSchema;
    private final List<SchemaRules.Problem> problems;

    ObjectRules(Schema schema, String defaultSchema, List<SchemaRules.Problem> problems) {
        this.schema = schema;
        this.defaultSchema = defaultSchema;
        this.problems = problems;
    }

    void check() {
        schema.tables().values().forEach(this::parents);
        schema.objects().values().forEach(this::object);
        schema.grants().stream().map(Grant::target).distinct().forEach(this::grant);
        views();
    }

    private void parents(Table table) {
        ObjectAddress address = ObjectAddress.table(table.name());
        TableOptions.PartitionOf place = table.options().partitionOf();
        for (ObjectName name : table.options().parents()) {
            Table parent = schema.tables().get(name);
            if (parent == null) {
                report(
                        address,
                        "the table " + name.display(defaultSchema) + " that it is "
                                + (place == null ? "an heir" : "a partition") + " of is not declared",
                        Suggestion.didYouMean(name.display(defaultSchema), tableNames()));
            } else if (place != null && parent.options().partitionBy() == null) {
                report(
                        address,
                        "the table " + name.display(defaultSchema) + " is not divided into partitions",
                        "write `partition_by` behind the name of " + name.display(defaultSchema));
            }
        }
    }

    private void object(SchemaObject object) {
        if (object instanceof Trigger trigger) {
            boolean view = schema.view(trigger.table()).isPresent();
            if (!view && exists(trigger.address(), "trigger", trigger.table())) {
                columns(trigger.address(), trigger.table(), trigger.updateColumns());
            }
            if (trigger.from() != null) {
                exists(trigger.address(), "constraint trigger", trigger.from());
            }
        } else if (object instanceof Policy policy) {
            exists(policy.address(), "policy", policy.table());
        } else if (object instanceof Statistics statistics
                && schema.view(statistics.table()).isEmpty()
                && exists(statistics.address(), "statistics", statistics.table())) {
            columns(statistics.address(), statistics.table(), statistics.columns());
        }
    }

    private boolean exists(ObjectAddress address, String word, ObjectName table) {
        boolean exists = schema.tables().containsKey(table);
        if (!exists) {
            String shown = table.display(defaultSchema);
            report(
                    address,
                    "the table " + shown + " of the " + word + " is not declared",
                    Suggestion.didYouMean(shown, tableNames()));
        }
        return exists;
    }

    private void columns(ObjectAddress address, ObjectName name, Collection<String> used) {
        Table table = schema.tables().get(name);
        List<String> existing = table == null
                ? List.of()
                : schema.allColumns(table).stream().map(Column::name).toList();
        used.stream()
                .filter(column -> !existing.contains(column))
                .forEach(column -> report(
                        address,
                        "table " + name.display(defaultSchema) + " has no column " + Identifier.quote(column),
                        Suggestion.didYouMean(column, existing)));
    }

    /** Of the other kinds some belong to PostgreSQL or to extensions. */
    private void grant(ObjectAddress target) {
        boolean ofRelation = target.kind() == ObjectKind.TABLE || target.kind() == ObjectKind.COLUMN;
        if (ofRelation && !schema.contains(target)) {
            String shown = target.display(defaultSchema);
            report(
                    target,
                    "there is no " + (target.kind() == ObjectKind.TABLE ? "table or view " : "column ") + shown
                            + " to grant privileges on",
                    Suggestion.didYouMean(shown, tableNames()));
        }
    }

    private void views() {
        Map<ObjectName, Collection<ObjectName>> sources = new HashMap<>();
        for (View view : schema.objects(View.class)) {
            sources.put(
                    view.name(),
                    ViewSources.of(view.query()).stream()
                            .map(this::resolve)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        for (View view : schema.objects(View.class)) {
            List<ObjectName> way = way(view.name(), sources);
            if (!way.isEmpty()) {
                report(
                        view.address(),
                        "the view stands on itself: "
                                + way.stream()
                                        .map(name -> name.display(defaultSchema))
                                        .collect(Collectors.joining(" → ")),
                        null);
            }
        }
    }

    /** As PostgreSQL finds a bare name. */
    private ObjectName resolve(ObjectName name) {
        if (!name.schema().isEmpty()) {
            return name;
        }
        ObjectName own = ObjectName.of(defaultSchema, name.name());
        boolean there = schema.tables().containsKey(own) || schema.view(own).isPresent();
        return there ? own : ObjectName.of("public", name.name());
    }

    /** A shortest way from the view back to itself; empty when there is none. */
    private static List<ObjectName> way(ObjectName view, Map<ObjectName, Collection<ObjectName>> sources) {
        Map<ObjectName, ObjectName> from = new HashMap<>();
        List<ObjectName> open = new ArrayList<>(List.of(view));
        for (int i = 0; i < open.size(); i++) {
            ObjectName at = open.get(i);
            for (ObjectName source : sources.getOrDefault(at, List.of())) {
                if (source.equals(view)) {
                    return back(view, at, from);
                }
                if (from.putIfAbsent(source, at) == null) {
                    open.add(source);
                }
            }
        }
        return List.of();
    }

    private static List<ObjectName> back(ObjectName view, ObjectName last, Map<ObjectName, ObjectName> from) {
        List<ObjectName> way = new ArrayList<>(List.of(view));
        for (ObjectName at = last; at != null && !at.equals(view); at = from.get(at)) {
            way.add(0, at);
        }
        way.add(0, view);
        return way;
    }

    private List<String> tableNames() {
        return schema.tables().keySet().stream()
                .map(name -> name.display(defaultSchema))
                .toList();
    }

    private void report(ObjectAddress address, String message, @Nullable String suggestion) {
        problems.add(new SchemaRules.Problem(address, message, suggestion));
    }
}
