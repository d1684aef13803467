package io.qail.shadow;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads where a shadow stands. */
final class StatusOfShadow {

    private StatusOfShadow() {}

    static ShadowStatus read(ShadowContext context, Session primary) throws SQLException {
        Optional<State> found = StateTables.read(primary);
        if (found.isEmpty()) {
            return new ShadowStatus(
                    context.database(), null, ShadowPhase.NONE, List.of(), null, null, 0, Duration.ZERO, 0, null);
        }
        State state = found.get();
        if (Whereabouts.isPromoted(primary, state)) {
            return new ShadowStatus(
                    context.database(),
                    null,
                    ShadowPhase.PROMOTED,
                    state.versions(),
                    state.planHash(),
                    state.since(),
                    0,
                    Duration.ZERO,
                    0,
                    Whereabouts.primaryName(primary, state).orElse(null));
        }
        Lag lag = Lag.read(primary);
        return new ShadowStatus(
                context.database(),
                Whereabouts.shadowName(primary, state).orElse(state.shadow()),
                state.phase(),
                state.versions(),
                state.planHash(),
                state.since(),
                lag.rows(),
                lag.age(),
                lag.size(),
                null);
    }
}
