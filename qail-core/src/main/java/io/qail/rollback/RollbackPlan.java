package io.qail.rollback;

import java.util.List;

/**
 * A way back as it would be gone now.
 *
 * @param steps one for each version, newest first; empty when there is nothing above the target
 * @param hash over everything that would run; see {@link RollbackRequest#planHash()}
 */
public record RollbackPlan(List<PlannedRollback> steps, String hash) {

    public RollbackPlan {
        steps = List.copyOf(steps);
    }
}
