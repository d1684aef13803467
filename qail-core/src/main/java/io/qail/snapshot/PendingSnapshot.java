package io.qail.snapshot;

/**
 * A snapshot whose transaction is still open. One in the database comes and goes with that transaction; one in files needs
 * to be told.
 */
public interface PendingSnapshot {

    SnapshotManifest manifest();

    /**
     * Makes a file snapshot durable under its final name. To be called right before COMMIT, so that a committed migration
     * never lacks it; until then no reader takes the directory for a snapshot. Blocks for the disk.
     *
     * @throws io.qail.error.MigrationException when the disk fails; the transaction must be rolled back
     */
    void publish();

    /**
     * Removes what the transaction does not remove. Only after a rollback that is certain: while the outcome of a COMMIT is
     * unknown, this may be the only copy. Never fails; what cannot be deleted is logged.
     */
    void discard();
}
