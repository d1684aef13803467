package io.qail;

import io.qail.history.LockOptions;
import io.qail.impact.ImpactOptions;
import io.qail.migrate.MigrateOptions;
import io.qail.script.ScriptOptions;
import io.qail.shadow.ShadowOptions;
import io.qail.snapshot.SnapshotOptions;

/** The options of every room. Immutable; start from {@link #defaults()}. */
public record QailOptions(
        ScriptOptions scripts,
        LockOptions locks,
        ImpactOptions impact,
        SnapshotOptions snapshots,
        MigrateOptions migrate,
        ShadowOptions shadow) {

    public static QailOptions defaults() {
        return new QailOptions(
                ScriptOptions.defaults(),
                LockOptions.defaults(),
                ImpactOptions.defaults(),
                SnapshotOptions.defaults(),
                MigrateOptions.defaults(),
                ShadowOptions.defaults());
    }

    public QailOptions withScripts(ScriptOptions other) {
        return new QailOptions(other, locks, impact, snapshots, migrate, shadow);
    }

    public QailOptions withLocks(LockOptions other) {
        return new QailOptions(scripts, other, impact, snapshots, migrate, shadow);
    }

    public QailOptions withImpact(ImpactOptions other) {
        return new QailOptions(scripts, locks, other, snapshots, migrate, shadow);
    }

    public QailOptions withSnapshots(SnapshotOptions other) {
        return new QailOptions(scripts, locks, impact, other, migrate, shadow);
    }

    public QailOptions withMigrate(MigrateOptions other) {
        return new QailOptions(scripts, locks, impact, snapshots, other, shadow);
    }

    public QailOptions withShadow(ShadowOptions other) {
        return new QailOptions(scripts, locks, impact, snapshots, migrate, other);
    }
}
