package io.qail.spring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.qail.history.HistoryEntry;
import io.qail.migrate.MigrationInfo;
import io.qail.migrate.MigrationListener;
import io.qail.migrate.MigrationStatus;
import io.qail.shadow.ShadowListener;
import io.qail.snapshot.SnapshotManifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * QAIL's meters. Migrations run before the application's meter registries are bound, and must not be what creates them:
 * a registry may itself need the database. So everything recorded is kept and played back to each registry that is bound
 * later; it is a handful of numbers for a version.
 */
public final class QailMetrics implements MigrationListener, ShadowListener, MeterBinder {

    private static final String RECORDS = "records";

    private final List<Consumer<MeterRegistry>> recorded = new ArrayList<>();
    private final List<MeterRegistry> registries = new ArrayList<>();
    private volatile @Nullable MigrationStatus status;
    private volatile double copied = Double.NaN;
    private volatile double shadowLag = Double.NaN;

    @Override
    public void bindTo(MeterRegistry registry) {
        for (MigrationInfo.State state : MigrationInfo.State.values()) {
            gauge(registry, state.name(), seen -> seen.migrations().getOrDefault(state, 0));
        }
        gauge(registry, "PENDING", MigrationStatus::pending);
        Gauge.builder("qail.snapshot.progress", this, metrics -> metrics.copied)
                .description("Records of one table or column that the running snapshot has copied; NaN while none runs")
                .baseUnit(RECORDS)
                .register(registry);
        Gauge.builder("qail.shadow.lag", this, metrics -> metrics.shadowLag)
                .description("Changed keys that the shadow database has still to take over, as QAIL saw it last")
                .baseUnit("rows")
                .register(registry);
        synchronized (recorded) {
            registries.add(registry);
            recorded.forEach(recording -> recording.accept(registry));
        }
    }

    private void gauge(MeterRegistry registry, String state, StatusValue value) {
        Gauge.builder("qail.migrations", this, metrics -> metrics.value(value))
                .description("Migrations by state, as QAIL saw them last")
                .baseUnit("migrations")
                .tag("state", state.toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private double value(StatusValue value) {
        MigrationStatus seen = status;
        return seen == null ? Double.NaN : value.of(seen);
    }

    @Override
    public void statusRead(MigrationStatus read) {
        status = read;
    }

    @Override
    public void lag(long rows, Duration age) {
        shadowLag = rows;
    }

    @Override
    public void afterSwitch(boolean promoted, Duration pause) {
        shadowLag = promoted ? Double.NaN : shadowLag;
    }

    @Override
    public void lockAcquired(Duration waited) {
        record(registry -> Timer.builder("qail.lock.wait")
                .description("Time that QAIL waited for its turn to migrate")
                .register(registry)
                .record(waited));
    }

    @Override
    public void snapshotProgress(String version, String object, long records) {
        copied = records;
    }

    @Override
    public void versionFailed(String version, Duration duration, Exception failure) {
        copied = Double.NaN;
    }

    @Override
    public void snapshotTaken(SnapshotManifest snapshot, Duration duration) {
        copied = Double.NaN;
        record(registry -> {
            Timer.builder("qail.snapshot")
                    .description("Time that taking a snapshot took")
                    .tag("store", snapshot.store())
                    .register(registry)
                    .record(duration);
            Counter.builder("qail.snapshot.records")
                    .description("Records copied into snapshots")
                    .baseUnit(RECORDS)
                    .tag("store", snapshot.store())
                    .register(registry)
                    .increment((double) snapshot.records());
            DistributionSummary.builder("qail.snapshot.size")
                    .description("Size of snapshots")
                    .baseUnit(BaseUnits.BYTES)
                    .tag("store", snapshot.store())
                    .register(registry)
                    .record((double) snapshot.bytes());
        });
    }

    @Override
    public void versionMigrated(HistoryEntry entry) {
        record(registry -> DistributionSummary.builder("qail.records.at.risk")
                .description("Records that a migrated version put at risk")
                .baseUnit(RECORDS)
                .register(registry)
                .record((double) entry.recordsAtRisk()));
    }

    private void record(Consumer<MeterRegistry> recording) {
        synchronized (recorded) {
            recorded.add(recording);
            registries.forEach(recording);
        }
    }

    private interface StatusValue {
        int of(MigrationStatus status);
    }
}
