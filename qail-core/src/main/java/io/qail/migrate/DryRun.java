package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.history.HistoryState;
import io.qail.history.SessionSettings;
import io.qail.impact.ImpactAnalysis;
import io.qail.impact.ImpactReport;
import io.qail.plan.Plan;
import io.qail.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Plans every pending version without migrating: the target of one is the base of the next. */
final class DryRun {

    private final OpenDatabase database;

    DryRun(OpenDatabase database) {
        this.database = database;
    }

    List<PlannedMigration> plan() throws SQLException {
        RunContext context = database.context();
        Connection connection = database.connection();
        String schema = context.defaultSchema();
        HistoryState history = database.history();
        database.source().check(history);
        List<PendingMigration> pending = database.source().pending(history);
        if (pending.isEmpty()) {
            return List.of();
        }
        connection.setAutoCommit(false);
        try {
            SessionSettings.begin(connection, context.locks(), schema);
            List<PlannedMigration> planned = new ArrayList<>();
            Schema base = HistorySchema.parse(history, schema);
            for (PendingMigration migration : pending) {
                Job job = database.source().job(connection, migration, base);
                LiveSchema live = planned.isEmpty() ? Catalog.read(connection, schema) : LiveSchema.of(base);
                Plan plan = job.way().plan(connection, live, schema);
                ImpactReport impact = planned.isEmpty()
                        ? ImpactAnalysis.analyse(connection, plan, context.impact(), schema)
                        : ImpactReport.NONE;
                PlannedMigration result = new PlannedMigration(migration, plan, impact);
                MigrationLog.planned(result, context);
                MigrationLog.examples(connection, plan, impact, context);
                planned.add(result);
                base = plan.to();
            }
            return planned;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
