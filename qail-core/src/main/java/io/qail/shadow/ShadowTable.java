package io.qail.shadow;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table that travels, and the SELECT that makes the target's rows of the source's.
 *
 * @param number names its marks
 * @param head the SELECT up to where a condition on the source's own columns may stand
 * @param tail what follows the condition
 * @param columns of the target that the SELECT gives, in its order
 * @param sourceKey columns of the source that tell its rows apart; empty when nothing does
 * @param targetKey what these columns are called in the target
 * @param parted whether the target is partitioned; partitions are then written through it
 */
record ShadowTable(
        int number,
        ObjectName source,
        ObjectName target,
        String head,
        String tail,
        List<String> columns,
        List<String> sourceKey,
        List<String> targetKey,
        boolean parted) {

    ShadowTable {
        columns = List.copyOf(columns);
        sourceKey = List.copyOf(sourceKey);
        targetKey = List.copyOf(targetKey);
    }

    /** Whether more happens to the rows than that some columns stay behind. */
    boolean rewritten() {
        return tail.indexOf(") AS ", 1) > 0;
    }

    boolean keyless() {
        return sourceKey.isEmpty();
    }

    /** Every row. */
    String query() {
        return head + tail;
    }

    /**
     * The rows whose keys are marked.
     *
     * @param operators of {@link KeyOperators}, one for each column of the key in the source
     */
    String markedRows(List<String> operators) {
        String same = IntStream.range(0, sourceKey.size())
                .mapToObj(i -> "_qail_mark.k" + (i + 1) + " " + operators.get(i) + " " + source.sql() + "."
                        + Identifier.quote(sourceKey.get(i)))
                .collect(Collectors.joining(" AND "));
        return head + " WHERE EXISTS (SELECT FROM " + marks() + " AS _qail_mark WHERE " + same + ")" + tail;
    }

    String markedKeys() {
        return "SELECT DISTINCT " + keyNames() + " FROM " + marks();
    }

    /** The table of keys that were touched, in the primary. */
    String marks() {
        return StateTables.SCHEMA + ".m" + number;
    }

    /** The columns of {@link #marks()}: the names of the source's could be anything. */
    String keyNames() {
        return IntStream.rangeClosed(1, Math.max(1, sourceKey.size()))
                .mapToObj(i -> "k" + i)
                .collect(Collectors.joining(", "));
    }

    /** What stands behind COPY in the shadow. */
    String into() {
        return target.sql() + " (" + list(columns) + ")";
    }

    /** Of a table with heirs, only its own rows. */
    String targetOnly() {
        return parted ? target.sql() : "ONLY " + target.sql();
    }

    static String list(List<String> names) {
        return names.stream().map(Identifier::quote).collect(Collectors.joining(", "));
    }
}
