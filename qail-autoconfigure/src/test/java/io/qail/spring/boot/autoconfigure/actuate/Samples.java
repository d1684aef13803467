package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.drift.Difference;
import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryType;
import io.qail.impact.Impact;
import io.qail.migrate.MigrationInfo;
import io.qail.migrate.PendingMigration;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.SnapshotType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One database in every state that the endpoint shows. */
final class Samples {

    static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private Samples() {}

    static HistoryEntry entry(long id, String version, boolean backedUp) {
        return new HistoryEntry(
                id,
                version,
                "drop email",
                HistoryType.VERSIONED,
                "V" + version + "__drop_email.qail",
                "c0ffee",
                1,
                "app",
                "orders",
                "host-1",
                THEN,
                Duration.ofMillis(1500),
                backedUp ? 1234 : 0,
                backedUp
                        ? List.of(new Impact(
                                "DROP COLUMN",
                                "users.email",
                                1234,
                                0,
                                "values",
                                false,
                                false,
                                null,
                                "ACCESS EXCLUSIVE",
                                8192,
                                false,
                                8))
                        : List.of(),
                BackupMode.DATABASE,
                backedUp ? 7L : null,
                backedUp ? "_qail_data_snapshots" : null);
    }

    static SnapshotManifest manifest() {
        return new SnapshotManifest(
                7,
                2,
                "2",
                "database",
                "_qail_data_snapshots",
                List.of(new SnapshotItem(
                        SnapshotType.DROP_COLUMN,
                        "users",
                        "email",
                        1234,
                        1234,
                        List.of("id"),
                        List.of(new SnapshotItem.ColumnType("email", "text")),
                        1L,
                        1234L,
                        null,
                        null)),
                1234,
                65536,
                "host-1",
                "orders",
                "18.4",
                "C",
                List.of("CREATE VIEW v AS SELECT 'a value'"),
                THEN,
                null,
                null);
    }

    static MigrationInfo info() {
        return new MigrationInfo(
                "orders",
                "18.4",
                "public",
                List.of(
                        new MigrationInfo.Applied(entry(1, "1", false), MigrationInfo.State.SUCCESS),
                        new MigrationInfo.Applied(entry(2, "2", true), MigrationInfo.State.SUCCESS)),
                List.of(new PendingMigration("3", "later", "V3__later.qail", "beef")),
                List.of(manifest()),
                List.of("ix_users"),
                List.of());
    }

    static MigrationInfo upToDate(MigrationInfo.State state) {
        return new MigrationInfo(
                "orders",
                "18.4",
                "public",
                List.of(new MigrationInfo.Applied(entry(1, "1", false), state)),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    static MigrationInfo drifted() {
        return new MigrationInfo(
                "orders",
                "18.4",
                "public",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Difference(
                        ObjectAddress.column(ObjectName.of("public", "users"), "name"),
                        Difference.Kind.CHANGED,
                        "expected text, is varchar(10)")));
    }
}
