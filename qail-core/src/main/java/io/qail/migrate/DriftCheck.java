package io.qail.migrate;

import io.qail.catalog.LiveSchema;
import io.qail.drift.Difference;
import io.qail.drift.Drift;
import io.qail.error.HistoryException;
import io.qail.error.Setting;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the live catalog with what the history says, before a version is migrated. */
final class DriftCheck {

    private static final Logger log = LoggerFactory.getLogger(DriftCheck.class);

    private DriftCheck() {}

    /**
     * Applies the policy.
     *
     * @throws HistoryException when something is missing or changed and the policy is to fail
     */
    static void apply(DriftPolicy policy, Connection connection, Schema expected, LiveSchema live, String defaultSchema)
            throws SQLException {
        if (policy == DriftPolicy.IGNORE || expected.isEmpty()) {
            return;
        }
        List<Difference> drift = differences(connection, expected, live, defaultSchema).stream()
                .filter(difference -> difference.kind() != Difference.Kind.UNEXPECTED)
                .toList();
        if (drift.isEmpty()) {
            return;
        }
        String lines = drift.stream()
                .map(d -> d.object().kind() + " " + d.object().display(defaultSchema) + ": " + d.detail())
                .collect(Collectors.joining("\n    "));
        if (policy == DriftPolicy.FAIL) {
            throw new HistoryException(
                    "The database is not what its history says:\n    " + lines,
                    "Undo what was changed by hand, or set " + Setting.DRIFT.to("warn") + ". Nothing was changed.");
        }
        log.warn("The database is not what its history says:\n    {}", lines);
    }

    static List<Difference> differences(Connection connection, Schema expected, LiveSchema live, String defaultSchema)
            throws SQLException {
        return Drift.differences(connection, withoutUnbuiltIndexes(expected, live), live, defaultSchema);
    }

    /** An index that is still to be built concurrently is work to do, not drift. */
    private static Schema withoutUnbuiltIndexes(Schema expected, LiveSchema live) {
        SchemaBuilder builder = expected.toBuilder();
        for (Index index : ConcurrentIndexes.missing(expected, live)) {
            if (!live.schema().indexes().containsKey(index.name())) {
                builder.indexes.remove(index.name());
                builder.comments.remove(ObjectAddress.index(index.name()));
            }
        }
        return builder.build();
    }
}
