package io.qail.impact;

import io.qail.plan.Operation;
import java.util.Map;
import java.util.Set;

/**
 * What the exact analysis knows under the locks.
 *
 * @param report without what the operations of {@code measured} put at risk
 * @param measured UPDATEs whose expression may have another value each time: only they themselves can say what they replace
 * @param updates how many rows each of the other UPDATEs has to write
 */
public record ExactImpact(ImpactReport report, Set<Operation> measured, Map<Operation, Long> updates) {

    public ExactImpact {
        measured = Set.copyOf(measured);
        updates = Map.copyOf(updates);
    }
}
