package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;

/** {@code abort}: takes the shadow database away. */
final class AbortOperation implements Operation {

    @Override
    public String name() {
        return "abort";
    }

    @Override
    public OperationPlan plan(Qail qail, OperationParameters parameters) {
        return ShownShadow.plan(name(), qail);
    }

    @Override
    public Object run(Qail qail, OperationParameters parameters, String planHash) {
        ShownShadow.check(name(), qail, planHash);
        qail.shadow().abort();
        return qail.shadow().status();
    }
}
