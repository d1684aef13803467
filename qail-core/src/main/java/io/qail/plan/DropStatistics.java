package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Statistics;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops an extended statistics object.
 *
 * @param alongside what goes along in silence, its comment, as the operations that bring it back
 */
public record DropStatistics(Statistics statistics, List<Operation> alongside) implements TableOperation {

    public DropStatistics {
        alongside = List.copyOf(alongside);
    }

    @Override
    public ObjectName table() {
        return statistics.table();
    }

    @Override
    public String action() {
        return "DROP STATISTICS";
    }

    @Override
    public ObjectAddress object() {
        return statistics.address();
    }

    @Override
    public TableLock lock() {
        return TableLock.SHARE_UPDATE_EXCLUSIVE;
    }

    @Override
    public List<String> statements() {
        return List.of("DROP " + statistics.address().sql());
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreateStatistics(statistics));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
