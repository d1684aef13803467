package io.qail.migrate;

import io.qail.catalog.ExpressionEquivalence;
import io.qail.plan.Change;
import io.qail.plan.Plan;
import io.qail.plan.Planner;
import io.qail.schema.Grant;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Statement;
import io.qail.schema.View;
import java.sql.Connection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plan of a version against a live database. Where a text of the schema before, or of the target, means what PostgreSQL
 * has, it is taken in PostgreSQL's words, so that only what differs is planned: a view that is only written differently is
 * not made again.
 */
final class LivePlan {

    private LivePlan() {}

    static Plan of(Connection connection, Schema from, Change change, Schema live, String defaultSchema) {
        Schema base = ExpressionEquivalence.rephrase(connection, from, live, defaultSchema);
        Schema target = withRestated(
                ExpressionEquivalence.rephrase(connection, change.target(), renamed(change, live), defaultSchema),
                change.renamed(from),
                change);
        return Planner.plan(withGrants(base, target, live), change.withTarget(withGrants(target, base, live)));
    }

    /**
     * A query that the script gives anew speaks of the database after the renames; what it means before them is no measure,
     * as {@code select *} shows.
     */
    private static Schema withRestated(Schema rephrased, Schema from, Change change) {
        SchemaBuilder builder = rephrased.toBuilder();
        change.target().objects().forEach((address, declared) -> {
            boolean query = declared instanceof View || declared instanceof Routine || declared instanceof Policy;
            if (query
                    && !declared.equals(from.objects().get(address))
                    && RenamedWords.isIn(declared, change.renames())) {
                builder.objects.put(address, declared);
            }
        });
        return builder.build();
    }

    /**
     * What an administrator granted by hand on something that stays, so that it comes back where the thing is made again.
     * The history does not learn of it.
     */
    private static Schema withGrants(Schema schema, Schema other, Schema live) {
        Set<Grant> said = Stream.of(schema, other)
                .flatMap(side -> side.grants().stream())
                .map(Grant::subject)
                .collect(Collectors.toSet());
        SchemaBuilder builder = schema.toBuilder();
        for (Grant grant : live.grants()) {
            if (!said.contains(grant.subject()) && schema.contains(grant.target()) && other.contains(grant.target())) {
                builder.grants.add(grant);
            }
        }
        return builder.build();
    }

    /** A table that is to be renamed and was dropped by hand is for the plan itself to fail on. */
    private static Schema renamed(Change change, Schema live) {
        boolean there = change.renames().stream().allMatch(rename -> {
            if (rename instanceof Statement.RenameTable table) {
                return live.tables().containsKey(table.from());
            }
            return !(rename instanceof Statement.RenameColumn column)
                    || live.tables().containsKey(column.table());
        });
        return there ? change.renamed(live) : live;
    }
}
