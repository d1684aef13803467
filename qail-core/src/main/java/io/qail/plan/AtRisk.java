package io.qail.plan;

import io.qail.schema.ObjectName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A risk of a plan, with the names that table and columns have in the database before the plan runs.
 *
 * @param risk as of the operation; in a {@link Risk.RetypedColumn} the old type is the one in the database
 * @param liveColumn null when the whole table is at risk
 * @param liveToCurrentColumns for every column of the live table that is still there when the operation runs: its name
 *     before the plan, and the one by which expressions of the operation call it
 */
public record AtRisk(
        Operation operation,
        Risk risk,
        ObjectName liveTable,
        @Nullable String liveColumn,
        Map<String, String> liveToCurrentColumns) {

    public AtRisk {
        liveToCurrentColumns = Collections.unmodifiableMap(new LinkedHashMap<>(liveToCurrentColumns));
    }
}
