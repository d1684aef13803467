package io.qail.spring.boot.autoconfigure;

import io.qail.Qail;
import io.qail.migrate.PlannedMigration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what {@code qail.mode} says. */
final class ModeMigrationStrategy implements QailMigrationStrategy {

    private static final Logger log = LoggerFactory.getLogger(ModeMigrationStrategy.class);

    @Override
    public void migrate(Qail qail) {
        switch (qail.options().migrate().mode()) {
            case MIGRATE -> qail.migrate();
            case VALIDATE -> qail.validate();
            case PLAN -> logPlan(qail.plan());
        }
    }

    private static void logPlan(List<PlannedMigration> plan) {
        if (plan.isEmpty()) {
            log.info("qail.mode is plan: nothing is pending");
        }
        for (PlannedMigration planned : plan) {
            log.info(
                    "qail.mode is plan: version {} of {} is not applied. It would run:\n  {};",
                    planned.migration().version(),
                    planned.migration().script(),
                    String.join(";\n  ", planned.statements()));
        }
    }
}
