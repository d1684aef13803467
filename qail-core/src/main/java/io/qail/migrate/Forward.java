package io.qail.migrate;

import io.qail.catalog.LiveSchema;
import io.qail.plan.Change;
import io.qail.plan.Plan;
import io.qail.schema.Schema;
import java.sql.Connection;

/** The way of a script. */
record Forward(Schema base, Change change) implements Way {

    @Override
    public Plan plan(Connection connection, LiveSchema live, String defaultSchema) {
        return LivePlan.of(connection, base, change, live.schema(), defaultSchema);
    }

    @Override
    public String historyText(Schema reached, String defaultSchema) {
        return HistorySchema.format(change, reached, defaultSchema);
    }
}
