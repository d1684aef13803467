package io.qail.migrate;

import io.qail.history.HistoryEntry;
import io.qail.impact.ImpactReport;
import io.qail.snapshot.SnapshotManifest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Watches a migration, and may take part in its transaction. Called on the migrating thread, in the order of the methods;
 * an exception from {@code beforeVersion} or {@code afterVersion} rolls the version back. Do not inject anything that
 * waits for the database to be migrated (JdbcTemplate, JPA repositories): use the connection that is handed in.
 */
public interface MigrationListener {

    /** The migration lock was had after that time, counted from the first try. */
    default void lockAcquired(Duration waited) {}

    /** What the version would do, before the policy decides; counts may still be estimates. */
    default void impactAnalysed(String version, ImpactReport report) {}

    /** Inside the transaction, before the first statement of the version. The connection must stay open and uncommitted. */
    default void beforeVersion(Connection connection, String version) throws SQLException {}

    /** The records of a table or column are being copied; {@code records} have been so far. */
    default void snapshotProgress(String version, String object, long records) {}

    /** A snapshot was taken in that time; it becomes valid with the version's commit. */
    default void snapshotTaken(SnapshotManifest snapshot, Duration duration) {}

    /** Inside the transaction, after the last statement of the version and before the verification. */
    default void afterVersion(Connection connection, String version) throws SQLException {}

    /** The version is committed. */
    default void versionMigrated(HistoryEntry entry) {}

    /** The version was rolled back after that time. */
    default void versionFailed(String version, Duration duration, Exception failure) {}

    /**
     * Where the database stands, at the end of every successful call: {@code migrate}, also with nothing to do, {@code plan},
     * {@code validate} and {@code info}. On the thread of that call.
     */
    default void statusRead(MigrationStatus status) {}
}
