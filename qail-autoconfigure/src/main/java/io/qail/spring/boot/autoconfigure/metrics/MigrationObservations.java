package io.qail.spring.boot.autoconfigure.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.qail.history.HistoryEntry;
import io.qail.migrate.MigrationListener;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;

/**
 * One observation {@code qail.migration} for each version, from its first statement to its commit or failure. With
 * Spring Boot's meters it is also the timer of that name.
 */
final class MigrationObservations implements MigrationListener {

    private static final Logger log = LoggerFactory.getLogger(MigrationObservations.class);

    static final String NAME = "qail.migration";

    private final Supplier<ObservationRegistry> registry;
    private @Nullable Running running;

    /**
     * @param registry asked for when the first version runs, so that a start with nothing to do creates nothing early
     */
    MigrationObservations(Supplier<ObservationRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public void beforeVersion(Connection connection, String version) {
        // A version that starts again after a deadlock stays the same observation.
        if (running != null && running.version.equals(version)) {
            return;
        }
        Observation observation = Observation.createNotStarted(NAME, registry())
                .contextualName("qail migrate " + version)
                .highCardinalityKeyValue("version", version)
                .start();
        running = new Running(version, observation, observation.openScope());
    }

    private ObservationRegistry registry() {
        try {
            return registry.get();
        } catch (BeansException e) {
            // A handler of the application needs the database and so waits for this very migration.
            log.warn("Migrations are not observed, because the ObservationRegistry cannot be created yet", e);
            return ObservationRegistry.NOOP;
        }
    }

    @Override
    public void versionMigrated(HistoryEntry entry) {
        stop("success", null);
    }

    @Override
    public void versionFailed(String version, Duration duration, Exception failure) {
        stop("failure", failure);
    }

    private void stop(String outcome, @Nullable Exception failure) {
        Running stopped = running;
        if (stopped == null) {
            return;
        }
        running = null;
        stopped.scope.close();
        stopped.observation.lowCardinalityKeyValue("outcome", outcome);
        if (failure != null) {
            stopped.observation.error(failure);
        }
        stopped.observation.stop();
    }

    private record Running(String version, Observation observation, Observation.Scope scope) {}
}
