package io.qail.plan;

import io.qail.language.Mentions;
import io.qail.schema.Aggregate;
import io.qail.schema.Argument;
import io.qail.schema.CompositeType;
import io.qail.schema.DataType;
import io.qail.schema.Domain;
import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an object stands on, as far as its words tell. They can only tell too much: a view is then made again that could have
 * stayed.
 */
final class ObjectUse {

    private final SchemaObject object;
    private final Set<ObjectName> types = new HashSet<>();
    private final Set<ObjectName> tables = new TreeSet<>();
    private final Set<String> columns = new TreeSet<>();
    private final Mentions bound;
    private final Mentions all;
    private final boolean groups;

    ObjectUse(SchemaObject object) {
        this.object = object;
        List<String> texts = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        collect(texts::add, bodies::add);
        object.mapTypes(this::type);
        String text = String.join("\n;\n", texts);
        this.bound = Mentions.of(text);
        bodies.addAll(texts);
        this.all = bodies.size() == texts.size() ? bound : Mentions.of(String.join("\n;\n", bodies));
        this.groups = bound.namesColumn("group") || bound.namesColumn("conflict");
    }

    SchemaObject object() {
        return object;
    }

    /** Whether PostgreSQL keeps it from going: by its name in a text, a type, or as the table that it belongs to. */
    boolean uses(ObjectName name) {
        return tables.contains(name) || types.contains(name) || bound.names(name);
    }

    /** Whether a text names it, bodies included that PostgreSQL does not look into. */
    boolean mentions(ObjectName name) {
        return uses(name) || all.names(name);
    }

    /** Whether it stands on a column of a table. */
    boolean usesColumn(ObjectName table, String column) {
        return (tables.contains(table) && (columns.contains(column) || bound.namesColumn(column)))
                || (bound.names(table) && bound.namesColumn(column));
    }

    /** Whether it stands on columns of a table that it does not name. */
    boolean usesEveryColumn(ObjectName table) {
        return (tables.contains(table) || bound.names(table)) && bound.hasStar();
    }

    /** Whether it may rely on the primary key of a table: a query that groups by it, an insert that meets a conflict. */
    boolean mayUseKey(ObjectName table) {
        return groups && bound.names(table);
    }

    private DataType type(DataType type) {
        ObjectName name = type.userDefined();
        if (name != null) {
            types.add(name);
        }
        return type;
    }

    private void collect(Consumer<String> text, Consumer<String> body) {
        if (object instanceof View view) {
            text.accept(view.query());
        } else if (object instanceof Routine routine) {
            routine.arguments().stream().map(Argument::defaultValue).forEach(value -> add(text, value));
            if (routine.options().support() != null) {
                text.accept(routine.options().support());
            }
            (routine.standardBody() ? text : body).accept(routine.body());
        } else if (object instanceof Aggregate aggregate) {
            aggregate.options().values().forEach(text);
        } else if (object instanceof Trigger trigger) {
            trigger(trigger, text);
        } else if (object instanceof Policy policy) {
            tables.add(policy.table());
            add(text, policy.using());
            add(text, policy.check());
        } else if (object instanceof Statistics statistics) {
            tables.add(statistics.table());
            columns.addAll(statistics.columns());
            statistics.expressions().forEach(expression -> add(text, expression));
        } else if (object instanceof Domain domain) {
            add(text, domain.defaultValue());
            domain.checks().forEach(check -> add(text, check.expression()));
        } else if (!(object instanceof CompositeType)) {
            throw new IllegalArgumentException("unknown kind of object: " + object.address());
        }
    }

    private void trigger(Trigger trigger, Consumer<String> text) {
        tables.add(trigger.table());
        if (trigger.from() != null) {
            tables.add(trigger.from());
        }
        columns.addAll(trigger.updateColumns());
        add(text, trigger.when());
        text.accept(trigger.function().sql());
    }

    private static void add(Consumer<String> text, @Nullable Expression expression) {
        if (expression != null) {
            text.accept(expression.text());
        }
    }
}
