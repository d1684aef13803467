package io.qail.spring.boot.autoconfigure.actuate;

import java.util.List;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What an operation would do.
 *
 * @param planHash to be sent along with the request that starts it
 * @param steps in order; empty when there is nothing to do
 */
public record OperationPlan(String operation, String planHash, List<?> steps) implements OperationResponseBody {

    public OperationPlan {
        steps = List.copyOf(steps);
    }
}
