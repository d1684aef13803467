package io.qail.cli;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.migrate.MigrationListener;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The database that a command works on; behind everything else that it takes. */
final class Target extends Database {

    @Parameters(
            index = "+",
            paramLabel = "URL",
            arity = "0..1",
            description = "The database. Default: what PGHOST … say.")
    private @Nullable String url;

    DatabaseUrl url() {
        return url(url);
    }

    Qail qail() {
        return qail(options -> options);
    }

    /** The engine on it. */
    Qail qail(UnaryOperator<QailOptions> options, MigrationListener... listeners) {
        return qail(url, options, listeners);
    }
}
