package io.qail.spring.boot.autoconfigure.actuate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The operation of a bean that runs or ran last in this process.
 *
 * @param endedAt null while it runs
 * @param result what it did; null unless it succeeded
 * @param error why it failed, without values of rows
 * @param action what to do then
 */
public record OperationDescriptor(
        String id,
        String operation,
        State state,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Object result,
        @Nullable String error,
        @Nullable String action)
        implements OperationResponseBody {

    /** How far it is. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    static OperationDescriptor running(String id, String operation, Instant startedAt) {
        return new OperationDescriptor(id, operation, State.RUNNING, startedAt, null, null, null, null);
    }

    OperationDescriptor succeeded(Instant now, Object what) {
        return new OperationDescriptor(id, operation, State.SUCCEEDED, startedAt, now, what, null, null);
    }

    OperationDescriptor failed(Instant now, String why, @Nullable String whatToDo) {
        return new OperationDescriptor(id, operation, State.FAILED, startedAt, now, null, why, whatToDo);
    }
}
