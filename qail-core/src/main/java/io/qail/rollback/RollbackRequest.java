package io.qail.rollback;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What to go back to, and how.
 *
 * @param to the version that shall be the newest afterwards; {@code 0} for the state before the first one
 * @param withData whether records come back from the snapshots; without, columns and tables come back empty
 * @param conflict what holds where a value was changed since; null to keep the current one, and to refuse where it cannot
 *     be told whether it was
 * @param fillValues by {@code table.column}, the text of a value for rows that are NULL where NOT NULL comes back
 * @param acceptSql go on where a {@code sql} block has no {@code undo}, and where {@code copy} loaded rows: what they did to
 *     rows stays
 * @param planHash of the plan that was shown; another one is refused. Null to take it as it comes
 */
public record RollbackRequest(
        String to,
        boolean withData,
        @Nullable Conflict conflict,
        SortedMap<String, String> fillValues,
        boolean acceptSql,
        @Nullable String planHash) {

    public RollbackRequest {
        fillValues = Collections.unmodifiableSortedMap(new TreeMap<>(fillValues));
    }

    /** Back to the version, with data; refused wherever something is in doubt. */
    public static RollbackRequest to(String version) {
        return new RollbackRequest(version, true, null, new TreeMap<>(), false, null);
    }

    public RollbackRequest schemaOnly() {
        return new RollbackRequest(to, false, conflict, fillValues, acceptSql, planHash);
    }

    public RollbackRequest preferring(@Nullable Conflict other) {
        return new RollbackRequest(to, withData, other, fillValues, acceptSql, planHash);
    }

    /** The value for rows that are NULL in the column, {@code table.column}, when its NOT NULL comes back. */
    public RollbackRequest filling(String column, String value) {
        SortedMap<String, String> more = new TreeMap<>(fillValues);
        more.put(column, value);
        return new RollbackRequest(to, withData, conflict, more, acceptSql, planHash);
    }

    public RollbackRequest acceptingSql() {
        return new RollbackRequest(to, withData, conflict, fillValues, true, planHash);
    }

    public RollbackRequest withPlanHash(@Nullable String hash) {
        return new RollbackRequest(to, withData, conflict, fillValues, acceptSql, hash);
    }
}
