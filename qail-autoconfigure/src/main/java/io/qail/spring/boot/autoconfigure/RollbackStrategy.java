package io.qail.spring.boot.autoconfigure;

import io.qail.Qail;
import io.qail.error.EnvironmentException;
import io.qail.migrate.PendingMigration;
import io.qail.rollback.PlannedRollback;
import io.qail.rollback.RollbackPlan;
import io.qail.rollback.RollbackRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what {@code qail.rollback-to} says: takes the versions above it back, once, since afterwards there are none. Never
 * migrates forward, or the next start would undo what this one did.
 */
final class RollbackStrategy implements QailMigrationStrategy {

    private static final Logger log = LoggerFactory.getLogger(RollbackStrategy.class);

    private final String version;

    RollbackStrategy(String version) {
        this.version = version;
    }

    @Override
    public void migrate(Qail qail) {
        switch (qail.options().migrate().mode()) {
            case MIGRATE -> rollback(qail);
            case PLAN -> plan(qail);
            case VALIDATE ->
                throw new EnvironmentException(
                        "qail.rollback-to is " + version + ", and qail.mode=validate changes nothing",
                        "Set qail.mode=migrate for the rollback, or remove qail.rollback-to. Nothing was changed.");
        }
    }

    private void rollback(Qail qail) {
        qail.rollback(RollbackRequest.to(version));
        List<PendingMigration> pending = qail.info(false).pending();
        if (pending.isEmpty()) {
            log.info("qail.rollback-to is {}, and the database is there: remove the property", version);
        } else {
            log.warn(
                    "qail.rollback-to is {}: {} are not applied while it is set. Remove the property to migrate again",
                    version,
                    pending.stream().map(PendingMigration::script).toList());
        }
    }

    private void plan(Qail qail) {
        RollbackPlan plan = qail.planRollback(RollbackRequest.to(version));
        if (plan.steps().isEmpty()) {
            log.info("qail.mode is plan: the database is at version {} already", version);
        }
        for (PlannedRollback step : plan.steps()) {
            log.info(
                    "qail.mode is plan: version {} would be taken back, {} records from its snapshot, {} records at risk:\n    {}",
                    step.version(),
                    step.records(),
                    step.impact().recordsAtRisk(),
                    String.join(";\n    ", step.statements()));
        }
    }
}
