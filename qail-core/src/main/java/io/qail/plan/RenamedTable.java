package io.qail.plan;

import io.qail.language.TableReferences;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.TableOptions;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table's new name in the objects that stand on it; PostgreSQL carries them along, their texts included. */
record RenamedTable(ObjectName from, ObjectName to, boolean onPath) {

    static RenamedTable in(Schema schema, ObjectName from, ObjectName to) {
        // The default schema is the one that no schema declares.
        return new RenamedTable(from, to, !schema.schemas().contains(from.schema()));
    }

    void apply(SchemaBuilder builder) {
        List<SchemaObject> objects = List.copyOf(builder.objects.values());
        builder.objects.clear();
        objects.forEach(object -> builder.put(apply(object)));
        List<Grant> grants = List.copyOf(builder.grants);
        builder.grants.clear();
        for (Grant grant : grants) {
            builder.grants.add(new Grant(
                    apply(grant.target()), grant.grantee(), grant.privilege(), grant.grantable(), grant.revoked()));
        }
        builder.tables.replaceAll((name, table) -> table.withOptions(apply(table.options())));
        TreeMap<ObjectAddress, String> comments = new TreeMap<>();
        builder.comments.forEach((address, text) -> comments.put(apply(address), text));
        builder.comments.clear();
        builder.comments.putAll(comments);
    }

    private ObjectAddress apply(ObjectAddress address) {
        return switch (address.kind()) {
            case TABLE, COLUMN, CONSTRAINT, TRIGGER, POLICY ->
                new ObjectAddress(address.kind(), apply(address.name()), address.member());
            default -> address;
        };
    }

    private TableOptions apply(TableOptions options) {
        TableOptions.PartitionOf place = options.partitionOf();
        return options.withInherits(options.inherits().stream().map(this::apply).toList())
                .withPartitionOf(
                        place == null ? null : new TableOptions.PartitionOf(apply(place.parent()), place.bound()));
    }

    private SchemaObject apply(SchemaObject object) {
        SchemaObject typed = object.mapTypes(this::apply);
        if (typed instanceof View view) {
            return view.withQuery(view.columns(), apply(view.query()));
        }
        if (typed instanceof Routine routine) {
            return routine.standardBody() ? routine.withBody(apply(routine.body())) : routine;
        }
        if (typed instanceof Policy policy) {
            return policy.withTable(apply(policy.table()))
                    .withExpressions(apply(policy.using()), apply(policy.check()));
        }
        if (typed instanceof Trigger trigger) {
            return trigger.withTable(apply(trigger.table()))
                    .withFrom(trigger.from() == null ? null : apply(trigger.from()));
        }
        return typed instanceof Statistics statistics
                ? new Statistics(
                        statistics.name(),
                        apply(statistics.table()),
                        statistics.kinds(),
                        statistics.columns(),
                        statistics.expressions(),
                        statistics.target())
                : typed;
    }

    private ObjectName apply(ObjectName name) {
        return name.equals(from) ? to : name;
    }

    private DataType apply(DataType type) {
        return from.equals(type.userDefined()) ? type.withName(to) : type;
    }

    private @Nullable Expression apply(@Nullable Expression expression) {
        return expression == null ? null : new Expression(apply(expression.text()));
    }

    private String apply(String text) {
        return TableReferences.rename(text, from, to, onPath);
    }
}
