package io.qail.shadow;

import io.qail.error.HistoryException;
import io.qail.history.History;
import io.qail.schema.Identifier;
import java.sql.SQLException;

/** A shadow fits the schema that the primary had when it was made. */
final class Unchanged {

    private final State state;

    Unchanged(State state) {
        this.state = state;
    }

    /**
     * @throws HistoryException when somebody changed the primary's schema, or migrated it, since
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
        if (!Fingerprint.of(primary).equals(state.fingerprint())) {
            throw new HistoryException(
                    "Somebody changed the primary's schema since the shadow was made",
                    "Abort the shadow and create it again: it would lack the change. The primary serves on.");
        }
    }
}
