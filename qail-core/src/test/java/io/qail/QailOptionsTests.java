package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.qail.error.EnvironmentException;
import io.qail.history.LockOptions;
import io.qail.impact.ImpactOptions;
import io.qail.migrate.MigrateOptions;
import io.qail.script.ScriptOptions;
import io.qail.snapshot.SnapshotOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QailOptionsTests {

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void anImpossibleValueIsRefusedByTheNameOfItsProperty(String property, Supplier<?> options) {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(options::get)
                .withMessageStartingWith(property + " ")
                .satisfies(failure -> assertThat(failure.action()).isNotBlank());
    }

    static Stream<Arguments> impossible() {
        Duration second = Duration.ofSeconds(1);
        Path path = Path.of("snapshots");
        return Stream.of(
                bad("qail.lock-timeout", () -> new LockOptions(Duration.ZERO, 1, second)),
                bad("qail.lock-timeout", () -> new LockOptions(second.negated(), 1, second)),
                bad("qail.lock-retries", () -> new LockOptions(second, -1, second)),
                bad("qail.migration-lock-timeout", () -> new LockOptions(second, 1, second, second.negated())),
                bad("qail.statement-timeout", () -> new LockOptions(second, 1, second.negated())),
                bad("qail.impact.exact-limit", () -> new ImpactOptions(-1, ImpactOptions.DEFAULT_TIMEOUT)),
                bad("qail.impact.timeout", () -> new ImpactOptions(1, Duration.ZERO)),
                bad("qail.snapshot.max-records", () -> new SnapshotOptions(path, -1L, null, null)),
                bad("qail.snapshot.max-size", () -> new SnapshotOptions(path, null, -1L, null)),
                bad("qail.snapshot.retention", () -> new SnapshotOptions(path, null, null, Duration.ZERO)),
                bad("qail.connect-retries", () -> MigrateOptions.defaults().withConnectRetries(-1)),
                bad("qail.fail-above-records", () -> MigrateOptions.defaults().withFailAboveRecords(-1L)),
                bad("qail.locations", () -> new ScriptOptions(List.of(), true)));
    }

    private static Arguments bad(String property, Supplier<?> options) {
        return arguments(property, options);
    }
}
