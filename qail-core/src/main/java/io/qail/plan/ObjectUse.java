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
        Words words = object.accept(new Words(this, new ArrayList<>(), new ArrayList<>()));
        List<String> texts = words.texts();
        List<String> bodies = words.bodies();
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

    /**
     * Collects what the words of an object name.
     *
     * @param texts what PostgreSQL keeps dependencies of
     * @param bodies what it keeps as text
     */
    private record Words(ObjectUse use, List<String> texts, List<String> bodies)
            implements SchemaObject.Visitor<Words> {

        @Override
        public Words visit(View view) {
            texts.add(view.query());
            return this;
        }

        @Override
        public Words visit(Routine routine) {
            routine.arguments().stream().map(Argument::defaultValue).forEach(this::add);
            if (routine.options().support() != null) {
                texts.add(routine.options().support());
            }
            (routine.standardBody() ? texts : bodies).add(routine.body());
            return this;
        }

        @Override
        public Words visit(Aggregate aggregate) {
            texts.addAll(aggregate.options().values());
            return this;
        }

        @Override
        public Words visit(Trigger trigger) {
            use.tables.addAll(trigger.tables());
            use.columns.addAll(trigger.updateColumns());
            add(trigger.when());
            texts.add(trigger.function().sql());
            return this;
        }

        @Override
        public Words visit(Policy policy) {
            use.tables.add(policy.table());
            add(policy.using());
            add(policy.check());
            return this;
        }

        @Override
        public Words visit(Statistics statistics) {
            use.tables.add(statistics.table());
            use.columns.addAll(statistics.columns());
            statistics.expressions().forEach(this::add);
            return this;
        }

        @Override
        public Words visit(Domain domain) {
            add(domain.defaultValue());
            domain.checks().forEach(check -> add(check.expression()));
            return this;
        }

        @Override
        public Words visit(CompositeType type) {
            return this;
        }

        private void add(@Nullable Expression expression) {
            if (expression != null) {
                texts.add(expression.text());
            }
        }
    }
}
