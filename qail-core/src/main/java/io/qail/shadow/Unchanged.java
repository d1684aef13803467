package io.qail.shadow;

import io.qail.error.HistoryException;
import io.qail.history.History;
import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** A shadow fits the schema that the primary had when it was made. */
final class Unchanged {

    private static final int SHOWN = 50;

    private final State state;

    Unchanged(State state) {
        this.state = state;
    }

    /**
     * @throws HistoryException when the primary's schema was changed, or it was migrated, since; each change by name
     */
    void check(Session primary) throws SQLException {
        long history = new History(primary.connection(), state.defaultSchema()).exists()
                ? primary.number(
                        "SELECT count(*) FROM " + Identifier.quote(state.defaultSchema()) + "._qail_migrations")
                : 0;
        if (history != state.history()) {
            throw new HistoryException(
                    "The primary was migrated since the shadow was made: its history has " + history + " rows, and had "
                            + state.history(),
                    "Abort the shadow and create it again. The primary serves on.");
        }
        List<String> differences = differences(primary);
        if (!differences.isEmpty()) {
            throw new HistoryException(
                    "The shadow lacks what changed the primary's schema since it was made:\n    " + named(differences),
                    "Take these changes back, or abort the shadow and create it again. The primary serves on.");
        }
    }

    /** What of the catalogs is not as it was, by name; empty when the shadow lacks nothing. */
    List<String> differences(Session primary) throws SQLException {
        if (Fingerprint.of(primary).equals(state.fingerprint())) {
            return List.of();
        }
        List<String> differences = Fingerprint.differences(primary);
        return differences.isEmpty() ? List.of("an object whose name is not unique (changed)") : differences;
    }

    static String named(List<String> differences) {
        String named = differences.stream().limit(SHOWN).collect(Collectors.joining("\n    "));
        return differences.size() > SHOWN ? named + "\n    and " + (differences.size() - SHOWN) + " more" : named;
    }
}
