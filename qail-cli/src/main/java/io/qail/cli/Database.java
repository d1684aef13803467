package io.qail.cli;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.history.LockOptions;
import io.qail.migrate.MigrationListener;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How every command works that talks to a database. */
class Database {

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description =
                    "Schema of names without one, and of QAIL's own tables. Default: the first of the search path.")
    private @Nullable String schema;

    @Option(
            names = "--lock-timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Longest wait for a table lock, before it is tried again. Default: 5s.")
    private @Nullable Duration lockTimeout;

    @Option(names = "--lock-retries", paramLabel = "N", description = "How often a lock is tried again. Default: 10.")
    private @Nullable Integer lockRetries;

    @Option(
            names = "--statement-timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Limit for each statement of a migration. Default: none.")
    private @Nullable Duration statementTimeout;

    @Option(
            names = "--migration-lock-timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Longest wait for another migration of the schema. Default: 10m.")
    private @Nullable Duration migrationLockTimeout;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** The schema of names without one, as far as it is known without a connection. */
    final String schemaOr(String other) {
        return schema == null ? other : schema;
    }

    final DatabaseUrl url(@Nullable String url) {
        try {
            return DatabaseUrl.of(url, System.getenv());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** The engine on the database. */
    final Qail qail(@Nullable String url, UnaryOperator<QailOptions> options, MigrationListener... listeners) {
        LockOptions defaults = LockOptions.defaults();
        QailOptions own = QailOptions.defaults()
                .withLocks(new LockOptions(
                        lockTimeout == null ? defaults.lockTimeout() : lockTimeout,
                        lockRetries == null ? defaults.lockRetries() : lockRetries,
                        statementTimeout == null ? defaults.statementTimeout() : statementTimeout,
                        migrationLockTimeout == null ? defaults.migrationLockTimeout() : migrationLockTimeout));
        own = own.withMigrate(own.migrate().withDefaultSchema(schema).withApplication("qail"));
        return new Qail(url(url).dataSource(), options.apply(own), List.of(listeners));
    }
}
