package io.qail.rollback;

import io.qail.error.HistoryException;
import io.qail.error.MigrationException;
import io.qail.error.Setting;
import io.qail.snapshot.SnapshotItem;
import java.util.List;

/** Why a way back is not begun. */
final class Refusal {

    private static final String UNCHANGED = "Nothing was changed in the database.";

    private Refusal() {}

    static HistoryException noVersion(String version, List<String> applied) {
        return new HistoryException(
                "There is no applied version " + version + " to go back to; applied are "
                        + (applied.isEmpty() ? "none" : String.join(", ", applied)),
                "Name one of them, or 0 for the state before the first. " + UNCHANGED);
    }

    static HistoryException baseline(String version) {
        return new HistoryException(
                "Version " + version + " is the baseline: what was before it, QAIL never knew",
                "Go back to " + version + " at most. " + UNCHANGED);
    }

    static HistoryException noSnapshot(String version, long records) {
        return new HistoryException(
                "Version " + version + " destroyed " + records + " records without a snapshot ("
                        + Setting.BACKUP_MODE.to("proceed") + ")",
                "The records cannot come back from here. Go back without data (schema only), or restore your own backup. "
                        + UNCHANGED);
    }

    static HistoryException purged(String version, long snapshot) {
        return new HistoryException(
                "Snapshot " + snapshot + " of version " + version + " was purged",
                "The records cannot come back from here. Go back without data (schema only), or restore your own backup. "
                        + UNCHANGED);
    }

    static HistoryException unanalysed(String version, String what) {
        return new HistoryException(
                "Version " + version + " " + what,
                "What it did to rows stays where it is. Accept that explicitly to go on. " + UNCHANGED);
    }

    static HistoryException drifted(String version, String lines) {
        return new HistoryException(
                "What version " + version + " changed has been changed by hand since, so that its way back is not the"
                        + " inverse any more:\n    " + lines,
                "Undo the changes by hand first. " + UNCHANGED);
    }

    static HistoryException undecidable(String version, SnapshotItem item) {
        return new HistoryException(
                "Which values of " + item.table() + "." + item.column() + " were written after version " + version
                        + " cannot be told: the rows have no key, or several steps changed them",
                "Say which value holds: prefer the snapshot, or the current ones as far as they can be told. "
                        + UNCHANGED);
    }

    static HistoryException keyless(String version, String table) {
        return new HistoryException(
                "Version " + version + " changed values of several columns of " + table
                        + ", whose rows have no key: which values belong to one row cannot be told",
                "Go back without data (schema only), and take the values from the snapshot with Qail.restoreCopy. "
                        + UNCHANGED);
    }

    static MigrationException violated(MigrationException e) {
        return new MigrationException(
                e.version(),
                String.valueOf(e.getMessage()),
                "Rows that were written since, or rows of the snapshot that point at rows gone since, violate what comes"
                        + " back. Correct those of today, bring back what is pointed at, or go back without data (schema"
                        + " only) and take the rest with Qail.restoreCopy. Nothing was changed by this version.",
                e.sqlState(),
                e.getCause());
    }

    static HistoryException leftBehind(String version, long snapshot, List<String> objects) {
        return new HistoryException(
                "Snapshot " + snapshot + " of version " + version + " holds records of " + String.join(", ", objects)
                        + ", which the way back has no place for: the tables were not made by scripts",
                "Restore them by hand from the snapshot, or go back without data (schema only). " + UNCHANGED);
    }

    static HistoryException otherPlan() {
        return new HistoryException(
                "The plan of the rollback is not the one that was shown: the database, the history or a snapshot changed",
                "Look at the plan again, and confirm the new one. " + UNCHANGED);
    }
}
