package io.qail.snapshot;

import io.qail.plan.TransformColumn;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot whose transaction is still open. One in the database comes and goes with that transaction; one in files needs
 * to be told.
 */
public interface PendingSnapshot {

    /**
     * Copies the records at risk. The tables must be locked against writers before; the copy takes as long as it takes, and
     * they wait.
     *
     * @throws io.qail.error.MigrationException when it gets larger than allowed, cannot be written, or did not get every
     *     row; the transaction must be rolled back, and nothing is left of the snapshot
     * @throws SQLException as PostgreSQL raised it; the same holds
     */
    PendingSnapshot takeRecords() throws SQLException;

    /**
     * Keeps what goes with tables, columns and sequences that hold no records: grants, triggers, positions. As quick as
     * reading the catalogs.
     */
    PendingSnapshot takeStructure() throws SQLException;

    /** Statements that keep other sessions from taking numbers of the sequences that the plan drops. */
    List<String> sequenceLocks();

    /** Reads the positions of those sequences, behind {@link #sequenceLocks()}. */
    void notePositions() throws SQLException;

    /** Keeps the rows that an UPDATE replaces; to be called where no trigger of the application fires. */
    void beginCapture(TransformColumn update) throws SQLException;

    /** Ends that, and says how many rows were kept. */
    long endCapture() throws SQLException;

    /**
     * Takes those rows into the snapshot, or forgets them.
     *
     * @throws io.qail.error.MigrationException as {@link #takeRecords}
     */
    void keepCaptured(boolean save) throws SQLException;

    /** What is known so far; only of a snapshot that holds records, or is complete. */
    SnapshotManifest manifest() throws SQLException;

    /**
     * Writes the manifest. Nothing can be added any more.
     *
     * @return nothing where the schema in the history says all that a rollback needs
     */
    Optional<SnapshotManifest> complete() throws SQLException;

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
