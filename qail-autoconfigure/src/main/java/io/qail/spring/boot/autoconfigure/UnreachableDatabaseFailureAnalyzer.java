package io.qail.spring.boot.autoconfigure;

import io.qail.catalog.SqlMessage;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/**
 * A database that cannot be reached while QAIL's beans are being created, where the pool or the driver fails before QAIL
 * itself can say so.
 */
final class UnreachableDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> implements Ordered {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        if (!concernsQail(rootFailure)) {
            return null;
        }
        // Class 08: no connection; 28: not let in; 3D000: no such database; 57P03: starting up or shutting down.
        if (state.startsWith("08")) {
            return analysis(
                    cause,
                    "Check that the server runs and that spring.datasource.url names its host and port."
                            + " For a server that comes up later than the application set qail.connect-retries.");
        }
        if (state.startsWith("28")) {
            return analysis(
                    cause,
                    "Check spring.datasource.username and spring.datasource.password, or qail.user and"
                            + " qail.password, and pg_hba.conf of the server.");
        }
        if (state.equals("3D000")) {
            return analysis(cause, "Create the database, or correct its name in spring.datasource.url.");
        }
        if (state.equals("57P03")) {
            return analysis(cause, "Wait until the server is up, or set qail.connect-retries.");
        }
        return null;
    }

    private static FailureAnalysis analysis(SQLException cause, String action) {
        return new FailureAnalysis(
                "QAIL cannot connect to the database: " + SqlMessage.full(cause) + ". Nothing was changed.",
                action,
                cause);
    }

    private static boolean concernsQail(Throwable rootFailure) {
        for (Throwable at = rootFailure; at != null; at = at.getCause()) {
            if (at instanceof BeanCreationException creation
                    && creation.getBeanName() != null
                    && creation.getBeanName().startsWith("qail")) {
                return true;
            }
        }
        return false;
    }

    /** After the analyzer of QAIL's own exceptions, which know more. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
