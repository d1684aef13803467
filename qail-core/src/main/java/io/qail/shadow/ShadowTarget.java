package io.qail.shadow;

import io.qail.history.HistoryEntry;
import io.qail.migrate.Migrator;
import io.qail.migrate.MigratorConfiguration;
import io.qail.migrate.PlannedMigration;
import io.qail.migrate.Transition;
import java.util.List;

/** What a shadow shall have that the primary has not: the same question and the same work for either database. */
interface ShadowTarget {

    /** What would run on the primary now. Changes nothing. */
    List<PlannedMigration> plan(MigratorConfiguration database);

    /** Runs it, and says what it has become. */
    List<HistoryEntry> migrate(MigratorConfiguration database);

    /** Whether the primary must have a history that it goes on from. */
    boolean needsHistory();

    /** The pending scripts. */
    static ShadowTarget scripts() {
        return new ShadowTarget() {
            @Override
            public List<PlannedMigration> plan(MigratorConfiguration database) {
                return new Migrator(database).plan();
            }

            @Override
            public List<HistoryEntry> migrate(MigratorConfiguration database) {
                return new Migrator(database).migrate().applied();
            }

            @Override
            public boolean needsHistory() {
                return true;
            }
        };
    }

    /** A step between two written schemas. */
    static ShadowTarget of(Transition transition) {
        return new ShadowTarget() {
            @Override
            public List<PlannedMigration> plan(MigratorConfiguration database) {
                return new Migrator(database)
                        .plan(transition).flatMap(change -> change.asVersion()).stream()
                                .toList();
            }

            @Override
            public List<HistoryEntry> migrate(MigratorConfiguration database) {
                return new Migrator(database).migrate(transition).stream().toList();
            }

            @Override
            public boolean needsHistory() {
                return false;
            }
        };
    }
}
