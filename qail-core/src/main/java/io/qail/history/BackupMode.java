package io.qail.history;

/** What happens when a migration puts records at risk. */
public enum BackupMode {
    /** Migrate without a backup, with a warning. */
    PROCEED,
    /** Export the records to files, then migrate. */
    FILE,
    /** Copy the records into {@code _qail_data_snapshots}, then migrate. */
    DATABASE,
    /** Change nothing and fail. */
    FAIL
}
