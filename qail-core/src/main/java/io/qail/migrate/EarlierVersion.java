package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.drift.Difference;
import io.qail.drift.Drift;
import io.qail.history.History;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.language.SchemaReader;
import io.qail.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the version of a history whose schema a text describes. */
final class EarlierVersion {

    /** The state before the first version. */
    private static final String NOTHING = "0";

    private final Transition transition;

    EarlierVersion(Transition transition) {
        this.transition = transition;
    }

    /** The newest version below the latest whose schema is the second one; empty when the database is not at the first. */
    Optional<String> find(Connection connection, HistoryState history, String defaultSchema) throws SQLException {
        TransitionJob.checkNotVersioned(history);
        List<HistoryEntry> applied = new ArrayList<>(history.applied().values());
        LiveSchema live = Catalog.read(connection, defaultSchema);
        Schema now = new DeclaredSchema(transition.from(), defaultSchema).schema(connection);
        if (applied.isEmpty() || !agree(DriftCheck.differences(connection, now, live, defaultSchema))) {
            return Optional.empty();
        }
        Schema wanted = new DeclaredSchema(transition.to(), defaultSchema).schema(connection);
        History rows = new History(connection, defaultSchema);
        for (int i = applied.size() - 2; i >= 0; i--) {
            HistoryEntry entry = applied.get(i);
            String text = String.valueOf(rows.schemaAfter(entry.id()));
            Schema then = SchemaReader.read(text, defaultSchema);
            if (entry.checksum().equals(transition.to().checksum())
                    || Drift.differences(connection, wanted, LiveSchema.of(then), defaultSchema)
                            .isEmpty()) {
                return Optional.of(entry.version());
            }
        }
        return wanted.isEmpty() ? Optional.of(NOTHING) : Optional.empty();
    }

    private static boolean agree(List<Difference> differences) {
        return differences.stream().allMatch(difference -> difference.kind() == Difference.Kind.UNEXPECTED);
    }
}
