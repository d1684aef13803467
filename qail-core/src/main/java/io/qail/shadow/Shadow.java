package io.qail.shadow;

import io.qail.catalog.SqlMessage;
import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.Setting;
import io.qail.history.AdvisoryLock;
import io.qail.migrate.MigratorConfiguration;
import io.qail.migrate.ShadowRole;
import io.qail.migrate.Transition;
import io.qail.plan.Absence;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * A second database in the shape that the pending versions ask for. It is filled and follows while the primary serves, and
 * then takes its name; the old database stays.
 *
 * <p>Every step can be taken from another process than the one before: what is known stands in the schema
 * {@code _qail_shadow} of both databases. A step takes the migration lock; a second one waits. Thread-safe. Listeners of
 * migrations are not called for the versions that the shadow gets.
 */
public final class Shadow {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final MigratorConfiguration configuration;
    private final ShadowTarget target;
    private final DatabaseConnections connections;
    private final ShadowOptions options;
    private final List<ShadowListener> listeners;

    public Shadow(
            MigratorConfiguration configuration,
            DatabaseConnections connections,
            ShadowOptions options,
            List<ShadowListener> listeners) {
        this(configuration, ShadowTarget.scripts(), connections, options, listeners);
    }

    private Shadow(
            MigratorConfiguration configuration,
            ShadowTarget target,
            DatabaseConnections connections,
            ShadowOptions options,
            List<ShadowListener> listeners) {
        this.configuration = configuration;
        this.target = target;
        this.connections = connections;
        this.options = options;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * The same shadow, made by a step between two written schemas instead of the pending scripts. The database needs no
     * history, but has to be what the first schema says; what the second one leaves out stays in the old database alone.
     * Its methods throw {@link HistoryException} for another schema, and for a history of versioned scripts.
     */
    public Shadow towards(Transition transition) {
        return new Shadow(
                configuration, ShadowTarget.of(transition.withAbsence(Absence.DROPS)), connections, options, listeners);
    }

    /** What {@link #create} would make, and everything that stands in the way. Changes nothing. */
    public ShadowPlan plan() {
        return call(context -> Survey.of(context).plan());
    }

    /**
     * Makes the shadow, empty and in its new shape, and begins to capture which rows of the primary change. Each table is
     * locked against writers for a moment.
     *
     * @throws EnvironmentException with everything that stands in the way; nothing was created. A failure later on takes
     *     away again what was
     */
    public ShadowStatus create() {
        return create(null);
    }

    /**
     * The same, when the plan is still the one that was shown.
     *
     * @param planHash of {@link ShadowPlan#hash()}; null to take it as it comes
     */
    public ShadowStatus create(@org.jspecify.annotations.Nullable String planHash) {
        return call(context -> {
            Survey survey = Survey.of(context);
            if (planHash != null && !planHash.equals(survey.plan().hash())) {
                throw new HistoryException(
                        "The plan of the shadow is not the one that was shown",
                        "Look at the plan again, and confirm it.");
            }
            if (!survey.plan().refusals().isEmpty()) {
                throw new EnvironmentException(
                        "A shadow of " + context.database() + " cannot be made:\n    "
                                + String.join("\n    ", survey.plan().refusals()),
                        "Remove these obstacles. Nothing was created.");
            }
            return locked(context, primary -> {
                makeWay(context, primary);
                try {
                    new Creation(context, survey, primary).run();
                } catch (SQLException | RuntimeException e) {
                    takeAway(context, e);
                    throw e;
                }
                return StatusOfShadow.read(context, primary);
            });
        });
    }

    private static void makeWay(ShadowContext context, Session primary) throws SQLException {
        Optional<Whereabouts> here = Whereabouts.of(primary);
        if (here.isEmpty()) {
            return;
        }
        ShadowRole role = here.get().role();
        State state = here.get().state();
        boolean promoted = role == ShadowRole.PROMOTED;
        if (role == ShadowRole.RETURNED) {
            new Abort(context, primary).detach();
            return;
        }
        if (!promoted && role != ShadowRole.PRIMARY) {
            throw here.get().refusal();
        }
        boolean old = promoted && here.get().primaryNow() != null;
        if (!context.options().replace() && (old || !promoted)) {
            throw new HistoryException(
                    promoted
                            ? "The database serves since a promotion, and the one before is still there"
                            : "There is a shadow of this database already: " + state.shadow() + " (" + state.phase()
                                    + ")",
                    promoted
                            ? "Drop the old database, or set " + Setting.SHADOW_REPLACE
                                    + ": the way back to it ends with the next shadow."
                            : "Abort it, or set " + Setting.SHADOW_REPLACE + ".");
        }
        if (promoted) {
            new Capture(primary, context.locks()).removeSchema();
        } else {
            new Abort(context, primary).run(null);
        }
    }

    private static void takeAway(ShadowContext context, Exception failure) {
        try (Session primary = context.primary()) {
            new Abort(context, primary).run(null);
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
            log.warn("What was made of the shadow could not be taken away: abort it");
        }
    }

    /**
     * Copies every table that is not copied yet, as of one moment, and catches up in rounds until no more than
     * {@code qail.shadow.catch-up-threshold} changed keys are left. Can be called again at any time to catch up.
     *
     * @throws EnvironmentException when the marks have grown beyond their limits: the shadow was given up
     */
    public SyncResult sync() {
        return call(context -> locked(context, primary -> new Sync(context, primary).run()));
    }

    /** Where the shadow stands. Reads only, takes no lock, and waits a second at most for a step that holds one. */
    public ShadowStatus status() {
        return call(context -> {
            try (Session primary = context.primary()) {
                primary.execute("SET lock_timeout = '1s'");
                return StatusOfShadow.read(context, primary);
            }
        });
    }

    /**
     * Compares both databases at one moment: counts, checksums through the same mapping, references. A promotion needs one
     * that found no difference. Writers go on; VACUUM of the primary cannot clean up meanwhile.
     */
    public ValidationResult validate() {
        return call(context -> locked(context, primary -> {
            Whereabouts here = Whereabouts.ofPrimary(primary);
            State state = here.state();
            try (Session shadow = Sync.openSynced(context, here)) {
                Finishing.undo(shadow);
                List<ShadowTable> tables = StateTables.tables(shadow);
                if (new Unchanged(state).differences(primary).isEmpty()) {
                    Sync.closeGaps(context, primary, tables);
                }
                ValidationResult result = new Validation(context, primary, shadow, tables).run();
                StateTables.phase(primary, result.valid() ? ShadowPhase.VALID : ShadowPhase.INVALID);
                if (result.valid()) {
                    log.info("[3/4] ✓ {} tables are equal", result.tables().size());
                } else {
                    log.warn("[3/4] The shadow is not valid:\n    {}", String.join("\n    ", result.problems()));
                }
                return result;
            }
        }));
    }

    /**
     * Lets the shadow take the database's name. Writers wait for the last changes and the switch, all sessions are ended,
     * and the old database stays as {@code <database>_old_<yyyyMMdd>}. Finishes a promotion that was interrupted after the
     * switch.
     *
     * @throws HistoryException when the shadow is not valid, or the primary's schema was changed since it was made
     * @throws io.qail.error.LockException when locks could not be had, or sessions did not end, within
     *     {@code qail.shadow.promote-timeout}; the primary serves on
     */
    public PromotionResult promote() {
        return call(context -> new Promotion(context).run());
    }

    /** What {@link #promoteBack} would lose: everything that was written since the promotion. Changes nothing. */
    public WayBack planBack() {
        return call(context -> new Return(context).plan());
    }

    /**
     * Lets the old database serve again. What was written since the promotion is then only in the database that is kept; it
     * is counted once more when writers have stopped, who wait as long as {@link #planBack} takes, and said in the result.
     */
    public PromotionResult promoteBack() {
        return call(context -> new Return(context).run());
    }

    /** The same as {@link #abort(String)} for whatever the shadow is called. */
    public AbortResult abort() {
        return abort(null);
    }

    /**
     * Takes the shadow and everything that belongs to it away; the primary is as it was. Nothing where there is none. A
     * database is dropped only when it proves to be the shadow of this one. On a copy, the copied state is removed from
     * the copy, and no other database is touched.
     *
     * @param expected the name of the database that is to be dropped; null for whichever it is
     * @throws HistoryException on the shadow itself, on a promoted one, on an old database that is kept, and when the shadow
     *     has another name; nothing was changed
     */
    public AbortResult abort(@org.jspecify.annotations.Nullable String expected) {
        return call(context -> locked(context, primary -> new Abort(context, primary).run(expected)));
    }

    /**
     * Makes a copy, or an old database that a promotion kept, a database of its own: removes what QAIL's shadow left in it.
     * No other database is touched. {@link #promoteBack} cannot use it any more.
     *
     * @throws HistoryException where a shadow follows this database, and on a shadow
     */
    public AbortResult detach() {
        return call(context -> locked(context, primary -> new Abort(context, primary).detach()));
    }

    /**
     * Makes {@code <shadow>_test}, a copy of the shadow as a promotion would finish it, for an application to be tested
     * with; an earlier one is dropped.
     *
     * @return its name
     */
    public String cloneForTesting() {
        return call(context -> locked(context, primary -> {
            Whereabouts here = Whereabouts.ofPrimary(primary);
            try (Session shadow = Sync.openSynced(context, here)) {
                Finishing.undo(shadow);
                new CatchUp(primary, shadow, StateTables.tables(shadow)).round(true);
            }
            return TestClone.make(context, primary, here.state(), Objects.requireNonNull(here.shadowNow()));
        }));
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(ShadowContext context) throws SQLException;
    }

    @FunctionalInterface
    private interface Locked<T> {
        T run(Session primary) throws SQLException;
    }

    /** Runs work while another connection holds the migration lock; that one has no snapshot open. */
    private static <T> T locked(ShadowContext context, Locked<T> work) throws SQLException {
        try (Session holder = context.primary();
                Session primary = context.primary()) {
            holder.connection().setAutoCommit(false);
            Duration waited = AdvisoryLock.acquire(holder.connection(), context.locks(), context.defaultSchema());
            log.debug("The migration lock was had after {}", waited);
            holder.execute("SET LOCAL application_name = 'qail (lock)'");
            return work.run(primary);
        }
    }

    private <T> T call(Call<T> call) {
        try {
            return call.on(ShadowContext.of(configuration, target, connections, options, listeners));
        } catch (SQLException e) {
            throw refused(e);
        } catch (DataAccessException e) {
            throw SqlMessage.behind(e).<RuntimeException>map(Shadow::refused).orElse(e);
        }
    }

    private static EnvironmentException refused(SQLException e) {
        return new EnvironmentException(
                "The database refused: " + SqlMessage.full(e),
                "The primary serves on. Look at the status of the shadow; abort takes it away.",
                SqlMessage.withoutValues(e));
    }
}
