package io.qail.shadow;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.Setting;
import io.qail.shadow.InitialCopy.Copied;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies what is not copied, and catches up. */
final class Sync {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final ShadowContext context;
    private final Session primary;

    Sync(ShadowContext context, Session primary) {
        this.context = context;
        this.primary = primary;
    }

    SyncResult run() throws SQLException {
        long begin = System.nanoTime();
        Whereabouts here = Whereabouts.ofPrimary(primary);
        State state = here.state();
        if (state.phase() == ShadowPhase.CREATING) {
            throw interrupted();
        }
        giveUpBeyondLimits();
        try (Session shadow = open(context, here)) {
            Finishing.undo(shadow);
            List<String> differences = new Unchanged(state).differences(primary);
            if (differences.isEmpty()) {
                closeGaps(context, primary, StateTables.tables(shadow));
            } else {
                log.warn(
                        "[3/4] The shadow cannot be promoted: it lacks what changed the primary's schema:\n    {}",
                        Unchanged.named(differences));
            }
            Copied copied = new InitialCopy(context, shadow.connection().getCatalog())
                    .run(primary, StateTables.notCopied(shadow));
            if (state.phase() == ShadowPhase.CREATED) {
                StateTables.phase(primary, ShadowPhase.SYNCED);
            }
            CatchUp catchUp = new CatchUp(primary, shadow, StateTables.tables(shadow));
            int rounds = 0;
            long changes = 0;
            Lag lag;
            long done;
            do {
                done = catchUp.round(false);
                changes += done;
                rounds++;
                lag = giveUpBeyondLimits();
                log.info("[3/4] Catching up … {} changes carried over, {} are left", done, lag.rows());
            } while (done > 0 && lag.rows() > context.options().catchUpThreshold());
            return new SyncResult(
                    copied.tables(),
                    copied.rows(),
                    rounds,
                    changes,
                    lag.rows(),
                    Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Tables of which capture may have missed a change are copied again by the next round. */
    static List<ShadowTable> closeGaps(ShadowContext context, Session primary, List<ShadowTable> tables)
            throws SQLException {
        CaptureGuard guard = new CaptureGuard(primary, context.locks());
        List<ShadowTable> gaps = guard.gaps(tables);
        guard.close(tables);
        for (ShadowTable gap : gaps) {
            log.warn(
                    "[3/4] {} was rewritten, or written while its capture was off: it is copied again",
                    gap.source().display(context.defaultSchema()));
        }
        return gaps;
    }

    private static HistoryException interrupted() {
        return new HistoryException(
                "The creation of the shadow was interrupted", "Abort it and create it again. The primary serves on.");
    }

    private Lag giveUpBeyondLimits() throws SQLException {
        Lag lag = Lag.read(primary);
        context.tell(listener -> listener.lag(lag.rows(), lag.age()));
        ShadowOptions options = context.options();
        String reason = lag.size() > options.maxMarkSize()
                ? "the captured keys take " + lag.size() + " bytes, and " + Setting.SHADOW_MAX_MARK_SIZE + " is "
                        + options.maxMarkSize()
                : lag.age().compareTo(options.maxMarkAge()) > 0
                        ? "the oldest captured key is " + lag.age() + " old, and " + Setting.SHADOW_MAX_MARK_AGE
                                + " is " + options.maxMarkAge()
                        : null;
        if (reason != null) {
            new Abort(context, primary).run(null);
            throw new EnvironmentException(
                    "The shadow was given up rather than endanger the primary: " + reason + ".",
                    "Create it again and sync without a long pause in between, or raise the limit.");
        }
        return lag;
    }

    /** The shadow of a state, whatever it is called by now. */
    private static Session open(ShadowContext context, Whereabouts here) throws SQLException {
        return here.openShadow(context)
                .orElseThrow(() -> new HistoryException(
                        "The shadow " + here.state().shadow() + " no longer exists", "Abort it and create it again."));
    }

    /** The same of one that holds the primary's rows. */
    static Session openSynced(ShadowContext context, Whereabouts here) throws SQLException {
        State state = here.state();
        if (state.phase() == ShadowPhase.CREATING) {
            throw interrupted();
        }
        if (state.phase() == ShadowPhase.CREATED) {
            throw new HistoryException(
                    "The shadow " + state.shadow() + " does not hold the rows yet", "Run sync first.");
        }
        return open(context, here);
    }
}
