package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.error.HistoryException;
import io.qail.shadow.ShadowStatus;
import java.util.List;

/** The state of the shadow as it was shown, which is what a step that ends it, one way or the other, is confirmed by. */
final class ShownShadow {

    private ShownShadow() {}

    static OperationPlan plan(String operation, Qail qail) {
        ShadowStatus status = qail.shadow().status();
        return new OperationPlan(operation, hash(operation, status), List.of(status));
    }

    static void check(String operation, Qail qail, String planHash) {
        if (!hash(operation, qail.shadow().status()).equals(planHash)) {
            throw new HistoryException(
                    "The shadow is not in the state that was shown",
                    "Look at it again, and confirm. Nothing was changed.");
        }
    }

    private static String hash(String operation, ShadowStatus status) {
        return operation + "-" + status.phase() + "-" + status.since();
    }
}
