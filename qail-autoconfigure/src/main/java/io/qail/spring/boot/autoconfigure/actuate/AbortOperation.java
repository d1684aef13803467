package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.error.HistoryException;
import io.qail.shadow.ShadowStatus;
import java.util.List;

/** {@code abort}: takes the shadow database away. */
final class AbortOperation implements Operation {

    @Override
    public String name() {
        return "abort";
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
        qail.shadow().abort();
        return qail.shadow().status();
    }

    private static String hash(ShadowStatus status) {
        return "abort-" + status.phase() + "-" + status.since();
    }
}
