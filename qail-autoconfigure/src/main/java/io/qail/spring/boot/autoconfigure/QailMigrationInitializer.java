package io.qail.spring.boot.autoconfigure;

import io.qail.Qail;
import java.util.Objects;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.Ordered;

/**
 * Migrates when it is initialised. JdbcTemplate, JdbcClient, jOOQ, JPA and every bean that is annotated with
 * {@link org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization} wait for it.
 */
public final class QailMigrationInitializer implements InitializingBean, Ordered {

    private final Qail qail;
    private final QailMigrationStrategy strategy;

    public QailMigrationInitializer(Qail qail, QailMigrationStrategy strategy) {
        this.qail = Objects.requireNonNull(qail, "qail");
        this.strategy = Objects.requireNonNull(strategy, "strategy");
    }

    @Override
    public void afterPropertiesSet() {
        strategy.migrate(qail);
    }

    /** Before schema.sql and before the schemas of Batch, Quartz and Session. */
    @Override
    public int getOrder() {
        return 0;
    }
}
