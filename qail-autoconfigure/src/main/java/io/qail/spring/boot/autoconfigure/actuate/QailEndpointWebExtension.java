package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.error.QailException;
import io.qail.rollback.Conflict;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.context.ApplicationContext;

/**
 * One bean at a time: shows what an operation would do, and starts it where {@code management.endpoint.qail.access} is
 * {@code unrestricted}. A change has to name the hash of the plan that was shown.
 */
@EndpointWebExtension(endpoint = QailEndpoint.class)
public final class QailEndpointWebExtension {

    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;

    private final ApplicationContext context;
    private final QailEndpoint endpoint;
    private final Operations operations;

    QailEndpointWebExtension(ApplicationContext context, QailEndpoint endpoint, Operations operations) {
        this.context = context;
        this.endpoint = endpoint;
        this.operations = operations;
    }

    /**
     * The state of the bean; while an operation runs only that, since it holds locks that a look would wait for. With the
     * name of an operation, what that would do.
     */
    @ReadOperation
    public WebEndpointResponse<?> bean(
            @Selector String bean,
            @Nullable String operation,
            @Nullable String to,
            @Nullable Boolean data,
            @Nullable Conflict conflict,
            @Nullable Boolean acceptSql) {
        if (operation != null) {
            OperationParameters parameters = new OperationParameters(to, data, conflict, acceptSql);
            return with(
                    bean, operation, (qail, found) -> new WebEndpointResponse<Object>(found.plan(qail, parameters)));
        }
        Qail qail = qails().get(bean);
        if (qail == null) {
            return noBean();
        }
        OperationDescriptor last = operations.last(qail);
        return last != null && last.state() == OperationDescriptor.State.RUNNING
                ? new WebEndpointResponse<>(new Busy(last))
                : new WebEndpointResponse<>(endpoint.describe(qail, false, false));
    }

    /**
     * Starts an operation in the background, one for each bean at a time.
     *
     * @param planHash of the plan that {@code GET} showed for the same parameters
     */
    @WriteOperation
    public WebEndpointResponse<?> start(
            @Selector String bean,
            String operation,
            String planHash,
            @Nullable String to,
            @Nullable Boolean data,
            @Nullable Conflict conflict,
            @Nullable Boolean acceptSql) {
        OperationParameters parameters = new OperationParameters(to, data, conflict, acceptSql);
        return with(bean, operation, (qail, found) -> start(qail, found, parameters, planHash));
    }

    private WebEndpointResponse<?> start(
            Qail qail, Operation operation, OperationParameters parameters, String planHash) {
        OperationDescriptor last = operations.last(qail);
        if (last != null && last.state() == OperationDescriptor.State.RUNNING) {
            return busy();
        }
        if (!operation.plan(qail, parameters).planHash().equals(planHash)) {
            return problem(
                    CONFLICT,
                    "The plan is not the one that was shown: the database, the history or a snapshot changed",
                    "Look at the plan again, and confirm the new one. Nothing was changed.");
        }
        Optional<OperationDescriptor> started = operations.start(qail, operation, parameters, planHash);
        return started.isEmpty() ? busy() : new WebEndpointResponse<>(started.get(), ACCEPTED);
    }

    private WebEndpointResponse<?> with(
            String bean, String name, BiFunction<Qail, Operation, WebEndpointResponse<?>> call) {
        Qail qail = qails().get(bean);
        if (qail == null) {
            return noBean();
        }
        Optional<Operation> operation = operations.find(name);
        if (operation.isEmpty()) {
            return problem(
                    WebEndpointResponse.STATUS_BAD_REQUEST,
                    "There is no such operation",
                    "The operations are " + String.join(", ", operations.names()) + ". Nothing was changed.");
        }
        try {
            return call.apply(qail, operation.get());
        } catch (QailException e) {
            return problem(CONFLICT, String.valueOf(e.getMessage()), e.action());
        }
    }

    /** A name that a request brings is looked up among these, and never used for anything else. */
    private Map<String, Qail> qails() {
        return BeanFactoryUtils.beansOfTypeIncludingAncestors(context, Qail.class);
    }

    private WebEndpointResponse<?> noBean() {
        return problem(
                WebEndpointResponse.STATUS_NOT_FOUND,
                "There is no bean of that name",
                "The Qail beans are " + String.join(", ", qails().keySet()) + ".");
    }

    private static WebEndpointResponse<?> busy() {
        return problem(
                CONFLICT, "Another operation of this bean runs", "Wait until it has ended. Nothing was changed.");
    }

    private static WebEndpointResponse<?> problem(int status, String error, String action) {
        return new WebEndpointResponse<>(new Problem(error, action), status);
    }

    /** What is shown of a bean while an operation of it runs. */
    public record Busy(OperationDescriptor operation) implements OperationResponseBody {}

    /** Why a request was refused, and what to do. */
    public record Problem(String error, String action) implements OperationResponseBody {}
}
