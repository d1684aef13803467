package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Statistics;
import java.util.List;

/** Makes an extended statistics object; it is empty until the next ANALYZE. */
public record CreateStatistics(Statistics statistics) implements TableOperation {

    @Override
    public ObjectName table() {
        return statistics.table();
    }

    @Override
    public String action() {
        return "CREATE STATISTICS";
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
        return statistics.sql();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropStatistics(statistics, List.of()));
    }
}
