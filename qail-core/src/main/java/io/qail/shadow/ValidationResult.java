package io.qail.shadow;

import java.util.List;

/**
 * What a comparison of both databases at one moment found.
 *
 * @param tables every table, in the order of their names
 * @param problems what differs or would be refused after a promotion, each a sentence; no values of rows
 */
public record ValidationResult(List<TableCheck> tables, List<String> problems) {

    public ValidationResult {
        tables = List.copyOf(tables);
        problems = List.copyOf(problems);
    }

    /** Whether counts and checksums of all tables, and all references, agree. */
    public boolean valid() {
        return problems.isEmpty();
    }

    /** Row counts and checksums of both sides, through the same mapping. */
    public record TableCheck(
            String table, long primaryRows, long shadowRows, String primaryChecksum, String shadowChecksum) {

        public boolean equal() {
            return primaryRows == shadowRows && primaryChecksum.equals(shadowChecksum);
        }
    }
}
