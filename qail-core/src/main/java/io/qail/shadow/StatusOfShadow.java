package io.qail.shadow;

import io.qail.migrate.ShadowRole;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads where a shadow stands. */
final class StatusOfShadow {

    private StatusOfShadow() {}

    static ShadowStatus read(ShadowContext context, Session primary) throws SQLException {
        Optional<Whereabouts> found = Whereabouts.of(primary);
        if (found.isEmpty() || found.get().role() == ShadowRole.RETURNED) {
            return new ShadowStatus(
                    context.database(), null, ShadowPhase.NONE, List.of(), null, null, 0, Duration.ZERO, 0, null);
        }
        Whereabouts here = found.get();
        State state = here.state();
        if (here.role() != ShadowRole.PRIMARY) {
            return new ShadowStatus(
                    context.database(),
                    null,
                    switch (here.role()) {
                        case PROMOTED -> ShadowPhase.PROMOTED;
                        case RETIRED -> ShadowPhase.RETIRED;
                        case SHADOW -> ShadowPhase.SHADOW;
                        default -> ShadowPhase.COPY;
                    },
                    state.versions(),
                    state.planHash(),
                    state.since(),
                    0,
                    Duration.ZERO,
                    0,
                    here.role() == ShadowRole.PROMOTED ? here.primaryNow() : null);
        }
        Lag lag = Lag.read(primary);
        return new ShadowStatus(
                context.database(),
                here.shadowNow() == null ? state.shadow() : here.shadowNow(),
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
