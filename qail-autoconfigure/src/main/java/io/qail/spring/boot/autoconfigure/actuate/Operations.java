package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.error.QailException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations that the endpoint knows, and the one of each bean that runs or ran last. Thread-safe. */
final class Operations {

    private static final Logger log = LoggerFactory.getLogger(Operations.class);

    private final List<Operation> known;
    private final Executor executor;
    private final InstantSource clock;
    private final Map<Qail, OperationDescriptor> last = new ConcurrentHashMap<>();

    Operations(List<Operation> known, Executor executor, InstantSource clock) {
        this.known = List.copyOf(known);
        this.executor = executor;
        this.clock = clock;
    }

    Optional<Operation> find(String name) {
        return known.stream().filter(operation -> operation.name().equals(name)).findFirst();
    }

    List<String> names() {
        return known.stream().map(Operation::name).toList();
    }

    @Nullable
    OperationDescriptor last(Qail qail) {
        return last.get(qail);
    }

    /** Starts the operation in the background; empty, and nothing started, while another one of the bean runs. */
    Optional<OperationDescriptor> start(
            Qail qail, Operation operation, OperationParameters parameters, String planHash) {
        OperationDescriptor started =
                OperationDescriptor.running(UUID.randomUUID().toString(), operation.name(), clock.instant());
        OperationDescriptor holds = last.compute(
                qail,
                (key, before) ->
                        before != null && before.state() == OperationDescriptor.State.RUNNING ? before : started);
        if (!holds.equals(started)) {
            return Optional.empty();
        }
        log.info("Operation {} ({}) starts", started.id(), operation.name());
        try {
            executor.execute(() -> last.put(qail, run(qail, operation, parameters, planHash, started)));
        } catch (RuntimeException | Error e) {
            last.remove(qail, started);
            throw e;
        }
        return Optional.of(started);
    }

    private OperationDescriptor run(
            Qail qail,
            Operation operation,
            OperationParameters parameters,
            String planHash,
            OperationDescriptor started) {
        try {
            Object result = operation.run(qail, parameters, planHash);
            log.info("Operation {} ({}) is done", started.id(), started.operation());
            return started.succeeded(clock.instant(), result);
        } catch (QailException e) {
            log.warn("Operation {} ({}) failed: {}\n{}", started.id(), started.operation(), e.getMessage(), e.action());
            return started.failed(clock.instant(), String.valueOf(e.getMessage()), e.action());
        } catch (RuntimeException | Error e) {
            log.error("Operation {} ({}) failed", started.id(), started.operation(), e);
            return started.failed(clock.instant(), "An unexpected failure: the log has it", null);
        }
    }
}
