package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.error.HistoryException;
import io.qail.shadow.ShadowStatus;
import java.util.List;

/** {@code promote}: lets the shadow database take the database's name; all its sessions are ended. */
final class PromoteOperation implements Operation {

    @Override
    public String name() {
        return "promote";
    }

    @Override
    public OperationPlan plan(Qail qail, OperationParameters parameters) {
        ShadowStatus status = qail.shadow().status();
        return new OperationPlan(name(), hash(status), List.of(status));
    }

    @Override
    public Object run(Qail qail, OperationParameters parameters, String planHash) {
        if (!hash(qail.shadow().status()).equals(planHash)) {
            throw new HistoryException(
                    "The shadow is not in the state that was shown",
                    "Look at it again, and confirm. Nothing was changed.");
        }
        return qail.shadow().promote();
    }

    private static String hash(ShadowStatus status) {
        return "promote-" + status.phase() + "-" + status.since();
    }
}
