package io.qail.rollback;

/**
 * What became of the records of one table or column of a snapshot. {@code restored}, {@code kept} and {@code missing} add
 * up to {@code records}.
 *
 * @param object the table, or {@code table.column}, by its name before the migration
 * @param snapshotId where the records came from
 * @param records in the snapshot
 * @param restored those that are back
 * @param kept those whose current value was written after the migration and stays
 * @param missing those whose row is gone
 * @param added rows of the table that the snapshot does not know, where it knew all of them
 */
public record Restored(
        String object, long snapshotId, long records, long restored, long kept, long missing, long added) {}
