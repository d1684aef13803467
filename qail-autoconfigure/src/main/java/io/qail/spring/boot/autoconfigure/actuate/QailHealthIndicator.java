package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.migrate.MigrationListener;
import io.qail.migrate.MigrationStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * UP once QAIL has done its work at start, UNKNOWN before. Answers from memory, without a query: what it shows is what
 * QAIL saw last. Pending versions and drift are details and never DOWN, since a restart would not mend them.
 */
public final class QailHealthIndicator extends AbstractHealthIndicator implements MigrationListener {

    private volatile @Nullable MigrationStatus status;
    private volatile @Nullable Integer differences;

    @Override
    public void statusRead(MigrationStatus read) {
        status = read;
        if (read.differences() != null) {
            differences = read.differences();
        }
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        MigrationStatus seen = status;
        if (seen == null) {
            builder.unknown();
            return;
        }
        builder.up()
                .withDetail("version", seen.version() == null ? "none" : seen.version())
                .withDetail("pending", seen.pending())
                .withDetail("drift", drift(differences));
    }

    private static String drift(@Nullable Integer differences) {
        if (differences == null) {
            return "not looked at";
        }
        return differences == 0 ? "none" : differences == 1 ? "1 difference" : differences + " differences";
    }
}
