package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;

/**
 * One kind of change that the endpoint can start. What a caller says selects among what QAIL knows; it is never SQL and
 * never a path.
 */
interface Operation {

    /** By which a request names it. */
    String name();

    /**
     * What it would do now. Reads only.
     *
     * @throws io.qail.error.QailException when there is no way to do it, and why
     */
    OperationPlan plan(Qail qail, OperationParameters parameters);

    /**
     * Does it; blocks until it is done.
     *
     * @param planHash of the plan that the caller has seen; another one is refused before anything runs
     * @return what is to be shown of the result
     */
    Object run(Qail qail, OperationParameters parameters, String planHash);
}
