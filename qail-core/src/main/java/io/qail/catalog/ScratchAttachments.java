package io.qail.catalog;

import io.qail.schema.Expression;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Triggers, policies and statistics that are declared and live in different words, to be tried on the scratch table of theirs. */
final class ScratchAttachments {

    private final SortedMap<ObjectAddress, SchemaObject> declared = new TreeMap<>();
    private final Map<ObjectAddress, SchemaObject> live;

    ScratchAttachments(List<SchemaObject> declared, Schema live) {
        this.live = live.objects();
        for (SchemaObject object : declared) {
            SchemaObject other = this.live.get(object.address());
            if (other != null && !other.equals(object)) {
                this.declared.put(object.address(), object);
            }
        }
    }

    /** The table, view or materialized view that the object is attached to; null for one that stands alone. */
    static @Nullable ObjectName relation(SchemaObject object) {
        if (object instanceof Trigger trigger) {
            return trigger.table();
        }
        if (object instanceof Policy policy) {
            return policy.table();
        }
        return object instanceof Statistics statistics ? statistics.table() : null;
    }

    Collection<ObjectAddress> undecided() {
        return declared.keySet();
    }

    /** What makes the chosen ones on the scratch table; a statement per object. */
    List<String> statements(Collection<ObjectAddress> chosen, ObjectName table) {
        List<String> statements = new ArrayList<>();
        declared.forEach((address, object) -> {
            if (chosen.contains(address)) {
                statements.addAll(on(object, table).sql());
            }
        });
        return statements;
    }

    /** Puts those that were printed as the live ones into the result, in live words. */
    void putInLiveWords(Collection<ObjectAddress> accepted, ObjectName table, Schema printed, SchemaBuilder result) {
        declared.forEach((address, object) -> {
            SchemaObject other = live.get(address);
            SchemaObject shown = printed.objects().get(on(object, table).address());
            if (accepted.contains(address) && other != null && shown != null) {
                result.put(inLiveWords(object, shown, other));
            }
        });
    }

    private static SchemaObject inLiveWords(SchemaObject declared, SchemaObject shown, SchemaObject live) {
        if (declared instanceof Policy policy && shown instanceof Policy printed && live instanceof Policy other) {
            return policy.withExpressions(
                    choose(policy.using(), printed.using(), other.using()),
                    choose(policy.check(), printed.check(), other.check()));
        }
        if (declared instanceof Trigger trigger && shown instanceof Trigger printed && live instanceof Trigger other) {
            return trigger.withWhen(choose(trigger.when(), printed.when(), other.when()));
        }
        if (declared instanceof Statistics statistics
                && shown instanceof Statistics printed
                && live instanceof Statistics other) {
            return printed.expressions().equals(other.expressions())
                    ? new Statistics(
                            statistics.name(),
                            statistics.table(),
                            printed.kinds(),
                            printed.columns(),
                            other.expressions(),
                            statistics.target())
                    : statistics;
        }
        return declared;
    }

    private static @Nullable Expression choose(
            @Nullable Expression declared, @Nullable Expression printed, @Nullable Expression live) {
        return live != null && live.equals(printed) ? live : declared;
    }

    private static SchemaObject on(SchemaObject object, ObjectName table) {
        if (object instanceof Trigger trigger) {
            return trigger.withTable(table).withFiring(Trigger.Firing.ORIGIN);
        }
        if (object instanceof Policy policy) {
            return policy.withTable(table);
        }
        return object instanceof Statistics statistics
                ? new Statistics(
                        table.withName(statistics.name().name()),
                        table,
                        statistics.kinds(),
                        statistics.columns(),
                        statistics.expressions(),
                        null)
                : object;
    }
}
