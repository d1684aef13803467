package io.qail.impact;

import io.qail.plan.DropTable;
import io.qail.plan.Operation;
import io.qail.plan.TransformColumn;

/**
 * For how long an operation will about keep writers from its table: the copy of the records at risk, the table's new
 * writing, and the reading that finds what violates a condition. By rates that a server on two cores with a disk of no
 * special kind does at least, measured with the benchmarks of this project; so most of the time the pause is shorter.
 */
final class ExpectedPause {

    /** A snapshot in the database, which is slower than one in files: 240,000 values of a column. */
    private static final double COPIED_RECORDS_PER_SECOND = 150_000;

    /** The same for whole rows, which have their size; 20 to 30 MB of table. */
    private static final double COPIED_BYTES_PER_SECOND = 20e6;

    private static final double REWRITTEN_BYTES_PER_SECOND = 60e6;

    /** CREATE INDEX and everything that checks each row. */
    private static final double READ_BYTES_PER_SECOND = 100e6;

    private static final double UPDATED_RECORDS_PER_SECOND = 60_000;

    private ExpectedPause() {}

    /** In milliseconds; 0 for an operation that lets writers go on. */
    static long millis(Operation operation, long records, long bytes) {
        if (!operation.lock().blocksWriters()) {
            return 0;
        }
        double seconds = records / COPIED_RECORDS_PER_SECOND
                + (operation.rewrites() ? bytes / REWRITTEN_BYTES_PER_SECOND : 0)
                + (operation.readsEveryRow() ? bytes / READ_BYTES_PER_SECOND : 0)
                + (operation instanceof TransformColumn ? records / UPDATED_RECORDS_PER_SECOND : 0);
        if (operation instanceof DropTable && records > 0) {
            seconds = Math.max(seconds, bytes / COPIED_BYTES_PER_SECOND);
        }
        return Math.round(1000 * seconds);
    }
}
