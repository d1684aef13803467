package io.qail.impact;

import java.util.List;

/**
 * What a plan does to live data, in the order of the plan.
 *
 * @param impacts one for each operation that puts something at risk or locks an existing table
 */
public record ImpactReport(List<Impact> impacts) {

    public static final ImpactReport NONE = new ImpactReport(List.of());

    public ImpactReport {
        impacts = List.copyOf(impacts);
    }

    /** The same with what an operation was found to have replaced when it ran. */
    public ImpactReport with(String action, String object, long records) {
        return new ImpactReport(impacts.stream()
                .map(impact -> impact.action().equals(action) && impact.object().equals(object)
                        ? impact.counted(records, "the transform replaced them, counted as it ran")
                        : impact)
                .toList());
    }

    /** Values and rows at risk, all together. */
    public long recordsAtRisk() {
        return impacts.stream().mapToLong(Impact::records).sum();
    }

    /** The part that is worth keeping: what is at risk, fails, is not analysed, writes a table anew, keeps writers waiting for a second or more, or drops a sequence, whose last
     * value is kept nowhere else. */
    public List<Impact> findings() {
        return impacts.stream()
                .filter(impact -> impact.records() > 0
                        || impact.rejected() > 0
                        || impact.unanalysed()
                        || impact.rewrites()
                        || impact.expectedPause() >= 1000
                        || impact.action().equals("DROP SEQUENCE"))
                .toList();
    }

    /** Rows, values or groups of duplicates that PostgreSQL will refuse; more than 0 means that the plan will fail. */
    public long rejected() {
        return impacts.stream().mapToLong(Impact::rejected).sum();
    }

    /** Milliseconds that a writer will about have to wait if it wants the tables of all operations, one after the other. */
    public long expectedPause() {
        return impacts.stream().mapToLong(Impact::expectedPause).sum();
    }

    /** Whether any count is an estimate. */
    public boolean estimated() {
        return impacts.stream().anyMatch(Impact::estimated);
    }

    /** Whether the plan holds SQL that QAIL does not read. */
    public boolean unanalysed() {
        return impacts.stream().anyMatch(Impact::unanalysed);
    }
}
