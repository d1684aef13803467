package io.qail.spring.boot.autoconfigure;

import io.qail.Qail;
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
            case PLAN -> plan(qail);
        }
    }

    /** The core logs each planned version with its impact. */
    private static void plan(Qail qail) {
        if (qail.plan().isEmpty()) {
            log.info("qail.mode is plan: nothing is pending");
        }
    }
}
