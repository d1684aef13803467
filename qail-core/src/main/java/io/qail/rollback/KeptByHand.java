package io.qail.rollback;

import io.qail.plan.Plan;
import io.qail.schema.Routine;
import io.qail.schema.RoutineOptions;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.View;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Comments, options of views and attributes of functions that the version did not touch and somebody set by hand: the
 * rollback leaves them, or gives them to what it makes again, so that they are no reason to refuse it.
 */
final class KeptByHand {

    private KeptByHand() {}

    /** The schema without them. */
    static Schema in(Schema schema, Plan plan) {
        Schema from = plan.from();
        Schema to = plan.to();
        SchemaBuilder builder = schema.toBuilder();
        builder.comments
                .keySet()
                .removeIf(address -> plan.renames().isEmpty()
                        && Objects.equals(
                                from.comments().get(address), to.comments().get(address)));
        builder.objects.replaceAll((address, object) ->
                object(object, from.objects().get(address), to.objects().get(address)));
        return builder.build();
    }

    private static SchemaObject object(
            SchemaObject object, @Nullable SchemaObject before, @Nullable SchemaObject after) {
        if (object instanceof View view
                && before instanceof View old
                && after instanceof View wanted
                && old.options().equals(wanted.options())) {
            return new View(view.name(), view.materialized(), view.columns(), new TreeMap<>(), view.query());
        }
        if (object instanceof Routine routine
                && before instanceof Routine old
                && after instanceof Routine wanted
                && old.options().equals(wanted.options())) {
            return new Routine(
                    routine.name(),
                    routine.procedure(),
                    routine.arguments(),
                    routine.returns(),
                    routine.language(),
                    routine.body(),
                    routine.standardBody(),
                    RoutineOptions.DEFAULTS);
        }
        return object;
    }
}
