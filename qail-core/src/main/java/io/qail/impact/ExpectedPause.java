package io.qail.impact;

import io.qail.plan.TableLock;
import java.util.Set;

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

    private static final Set<String> READING =
            Set.of("CREATE INDEX", "ADD CONSTRAINT", "SET NOT NULL", "UPDATE", "ATTACH PARTITION");

    private ExpectedPause() {}

    /** In milliseconds; 0 for an operation that lets writers go on. */
    static long millis(String action, TableLock lock, long records, long bytes, boolean rewrites) {
        if (!lock.blocksWriters()) {
            return 0;
        }
        double seconds = records / COPIED_RECORDS_PER_SECOND
                + (rewrites ? bytes / REWRITTEN_BYTES_PER_SECOND : 0)
                + (READING.contains(action) ? bytes / READ_BYTES_PER_SECOND : 0)
                + (action.equals("UPDATE") ? records / UPDATED_RECORDS_PER_SECOND : 0);
        if (action.equals("DROP TABLE") && records > 0) {
            seconds = Math.max(seconds, bytes / COPIED_BYTES_PER_SECOND);
        }
        return Math.round(1000 * seconds);
    }
}
