package io.qail.plan;

import io.qail.language.ColumnReferences;
import io.qail.schema.Expression;
import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A column's new name in the triggers, policies and statistics of its table. Queries stay as they are: which of their words
 * mean the column only PostgreSQL knows.
 */
record RenamedColumn(ObjectName table, String from, String to) {

    /** Whether the object follows the new name; else its text has to be written anew. */
    boolean follows(SchemaObject object) {
        if (object instanceof Policy policy) {
            return policy.table().equals(table) && !isQuery(policy.using()) && !isQuery(policy.check());
        }
        return object instanceof Trigger || object instanceof Statistics;
    }

    private static boolean isQuery(@Nullable Expression expression) {
        return expression != null && ColumnReferences.hasQuery(expression);
    }

    void apply(SchemaBuilder builder) {
        builder.objects.replaceAll((address, object) -> apply(object));
        List<Grant> grants = List.copyOf(builder.grants);
        builder.grants.clear();
        for (Grant grant : grants) {
            builder.grants.add(new Grant(
                    apply(grant.target()), grant.grantee(), grant.privilege(), grant.grantable(), grant.revoked()));
        }
        TreeMap<ObjectAddress, String> comments = new TreeMap<>();
        builder.comments.forEach((address, text) -> comments.put(apply(address), text));
        builder.comments.clear();
        builder.comments.putAll(comments);
    }

    private ObjectAddress apply(ObjectAddress address) {
        return address.equals(ObjectAddress.column(table, from)) ? ObjectAddress.column(table, to) : address;
    }

    private SchemaObject apply(SchemaObject object) {
        if (object instanceof Policy policy && follows(policy)) {
            return policy.withExpressions(apply(policy.using()), apply(policy.check()));
        }
        if (object instanceof Trigger trigger && trigger.table().equals(table)) {
            Expression when = trigger.when();
            if (when != null) {
                when = ColumnReferences.rename(ColumnReferences.rename(when, "old", from, to), "new", from, to);
            }
            return trigger.withWhen(when)
                    .withUpdateColumns(trigger.updateColumns().stream()
                            .map(column -> column.equals(from) ? to : column)
                            .toList());
        }
        if (object instanceof Statistics statistics && statistics.table().equals(table)) {
            return new Statistics(
                    statistics.name(),
                    statistics.table(),
                    statistics.kinds(),
                    statistics.columns().stream()
                            .map(column -> column.equals(from) ? to : column)
                            .toList(),
                    statistics.expressions().stream()
                            .map(expression -> ColumnReferences.rename(expression, table.name(), from, to))
                            .toList(),
                    statistics.target());
        }
        return object;
    }

    private @Nullable Expression apply(@Nullable Expression expression) {
        return expression == null ? null : ColumnReferences.rename(expression, table.name(), from, to);
    }
}
