package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;

/** {@code promote}: lets the shadow database take the database's name; all its sessions are ended. */
final class PromoteOperation implements Operation {

    @Override
    public String name() {
        return "promote";
    }

    @Override
    public OperationPlan plan(Qail qail, OperationParameters parameters) {
        return ShownShadow.plan(name(), qail);
    }

    @Override
    public Object run(Qail qail, OperationParameters parameters, String planHash) {
        ShownShadow.check(name(), qail, planHash);
        return qail.shadow().promote();
    }
}
