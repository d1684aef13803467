package io.qail.impact;

import org.jspecify.annotations.Nullable;

/**
 * What one operation does to live data.
 *
 * @param action as in the plan: {@code DROP COLUMN}
 * @param object its name before the migration, the default schema left out
 * @param records values or rows at risk
 * @param rejected values that PostgreSQL will refuse, so that the operation fails; not among {@code records}
 * @param unit {@code values} or {@code rows}
 * @param estimated whether {@code records} comes from the server's statistics
 * @param unanalysed whether the operation is SQL that QAIL does not read; {@code records} is 0 and means nothing then
 * @param reason why they are at risk and what goes along, in words; null where the action says it all
 * @param lock the lock mode, null for an operation on no existing table
 * @param tableBytes size of the table with its TOAST and indexes; 0 where no table is meant
 * @param rewrites whether the whole table is written anew
 * @param expectedPause milliseconds that writers of the table will about have to wait for the copy of the records and for
 *     the operation itself, see {@link ExpectedPause}
 */
public record Impact(
        String action,
        String object,
        long records,
        long rejected,
        String unit,
        boolean estimated,
        boolean unanalysed,
        @Nullable String reason,
        @Nullable String lock,
        long tableBytes,
        boolean rewrites,
        long expectedPause) {

    /** The same with an exact count. */
    Impact counted(long exact, String why) {
        return new Impact(
                action,
                object,
                exact,
                rejected,
                unit,
                false,
                unanalysed,
                exact == 0 ? reason : why,
                lock,
                tableBytes,
                rewrites,
                expectedPause);
    }
}
