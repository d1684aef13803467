package io.qail.shadow;

import io.qail.catalog.SqlMessage;
import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.LockException;
import io.qail.error.Setting;
import io.qail.history.AdvisoryLock;
import io.qail.history.LockHolders;
import io.qail.history.Pause;
import io.qail.migrate.ShadowRole;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the shadow serve.
 *
 * <ol>
 *   <li>Rounds until little is left; materialized views are refreshed.
 *   <li>A connection locks all captured tables against writers (readers go on), and the last round is carried over.
 *   <li>The shadow gets its foreign keys, unchecked, its triggers and row level security.
 *   <li>{@link Switch}: all sessions end, sequences are set, both databases change names in one transaction.
 *   <li>While the new database serves: foreign keys are validated, capture is taken off the old one.
 * </ol>
 *
 * Everything up to the switch is tried again, with the locks given back in between, until the promote timeout.
 */
final class Promotion {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final ShadowContext context;

    Promotion(ShadowContext context) {
        this.context = context;
    }

    PromotionResult run() throws SQLException {
        log.info("[4/4] Promoting {} …", context.shadowName());
        context.tell(listener -> listener.step(4, 4, "Promoting"));
        long deadline = System.nanoTime() + context.options().promoteTimeout().toNanos();
        Pause between = new Pause(Duration.ofMillis(200), Duration.ofSeconds(2));
        while (true) {
            try {
                return attempt();
            } catch (LockException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                log.warn("[4/4] Not yet: {}", e.getMessage());
                between.await();
            } catch (SQLException e) {
                if (!LockRetry.isConflict(e)) {
                    throw e;
                }
                if (System.nanoTime() > deadline) {
                    throw new LockException(
                            "The captured tables could not be locked within "
                                    + context.options().promoteTimeout() + ": " + SqlMessage.of(e)
                                    + holders(),
                            "Let long transactions end, or raise " + Setting.SHADOW_PROMOTE_TIMEOUT
                                    + ", and promote again. The " + "primary serves on.",
                            List.of(),
                            e);
                }
                between.await();
            }
        }
    }

    /** Writers hold up the locks; whoever writes has a transaction id. */
    private String holders() {
        try (Session primary = context.primary()) {
            return "\n    "
                    + LockHolders.ofTables(primary.connection(), List.of()).description();
        } catch (SQLException e) {
            return "";
        }
    }

    private PromotionResult attempt() throws SQLException {
        try (Session holder = context.primary()) {
            holder.connection().setAutoCommit(false);
            AdvisoryLock.acquire(holder.connection(), context.locks(), context.defaultSchema());
            Whereabouts here = Whereabouts.of(holder).orElseThrow(Promotion::none);
            if (here.role() == ShadowRole.PROMOTED) {
                holder.rollback();
                return new AfterSwitch(context).run(Duration.ZERO);
            }
            if (here.role() != ShadowRole.PRIMARY) {
                throw here.refusal();
            }
            if (here.state().phase() != ShadowPhase.VALID) {
                throw new HistoryException(
                        "The shadow " + here.state().shadow() + " is "
                                + here.state().phase() + ", and only a VALID one is promoted",
                        "Let it catch up and be compared first (sync, validate). The primary serves on.");
            }
            return attempt(holder, here);
        }
    }

    static HistoryException none() {
        return new HistoryException("There is no shadow of this database", "Create one first.");
    }

    private PromotionResult attempt(Session holder, Whereabouts here) throws SQLException {
        try (Session primary = context.primary();
                Session shadow = here.openShadow(context).orElseThrow(Promotion::none)) {
            String shadowName = shadow.connection().getCatalog();
            Unchanged unchanged = new Unchanged(here.state());
            unchanged.check(primary);
            DatabaseProperties properties = DatabaseProperties.read(primary);
            List<String> obstacles = new Obstacles(context, primary, properties).beforePromotion();
            if (!obstacles.isEmpty()) {
                throw new EnvironmentException(
                        "The shadow cannot be promoted now:\n    " + String.join("\n    ", obstacles),
                        "Remove these obstacles and promote again. The primary serves on.");
            }
            Finishing.undo(shadow);
            refresh(shadow);
            List<ShadowTable> tables = StateTables.tables(shadow);
            closeGaps(primary, shadow, tables);
            CatchUp catchUp = new CatchUp(primary, shadow, tables);
            while (catchUp.round(false) > 0 && lag(primary) > context.options().catchUpThreshold()) {
                log.info("[4/4] Catching up …");
            }
            String kept = OldName.free(primary, context.database() + "_old_" + today());
            try (Session maintenance = context.maintenance()) {
                for (String statement : DatabaseProperties.resets(maintenance, shadowName)) {
                    maintenance.execute(statement);
                }
                for (String statement : properties.statements(shadowName)) {
                    maintenance.execute(statement);
                }
            }
            StateTables.servesAs(shadow, context.database());
            StateTables.servesAs(primary, context.database());
            return switchOver(holder, primary, shadow, here.state(), tables, unchanged, properties, kept);
        }
    }

    /** What capture has missed is copied again and compared, while the primary serves. */
    private void closeGaps(Session primary, Session shadow, List<ShadowTable> tables) throws SQLException {
        List<ShadowTable> gaps = Sync.closeGaps(context, primary, tables);
        if (gaps.isEmpty()) {
            return;
        }
        ValidationResult result = new Validation(context, primary, shadow, gaps).run();
        if (!result.valid()) {
            StateTables.phase(primary, ShadowPhase.INVALID);
            throw new HistoryException(
                    "Tables that changed without capture were copied again, and the shadow is not valid:\n    "
                            + String.join("\n    ", result.problems()),
                    "Validate again; if that finds a difference too, abort the shadow and create it again. The primary"
                            + " serves on.");
        }
    }

    private long lag(Session primary) throws SQLException {
        Lag lag = Lag.read(primary);
        context.tell(listener -> listener.lag(lag.rows(), lag.age()));
        return lag.rows();
    }

    private PromotionResult switchOver(
            Session holder,
            Session primary,
            Session shadow,
            State state,
            List<ShadowTable> tables,
            Unchanged unchanged,
            DatabaseProperties properties,
            String kept)
            throws SQLException {
        String shadowName = shadow.connection().getCatalog();
        context.tell(ShadowListener::beforeSwitch);
        long begin = System.nanoTime();
        boolean promoted = false;
        try {
            lock(holder, tables);
            begin = System.nanoTime();
            if (!new CaptureGuard(holder, context.locks()).gaps(tables).isEmpty()) {
                throw new LockException(
                        "A captured table was changed without capture at the last moment",
                        "Promote again: it is copied again first. The primary serves on.",
                        List.of());
            }
            new CatchUp(holder, shadow, tables).carryOver(true);
            unchanged.check(holder);
            Finishing.run(shadow);
            primary.close();
            new Switch(
                            context,
                            context.database(),
                            state.primaryOid(),
                            kept,
                            shadowName,
                            Objects.requireNonNull(state.shadowOid()),
                            properties.grants(context.database()))
                    .run(holder, () -> {
                        lastLook(holder, unchanged, properties);
                        Sequences.carryOver(holder, shadow);
                        shadow.close();
                    });
            promoted = true;
        } finally {
            Duration pause = Duration.ofNanos(System.nanoTime() - begin);
            boolean done = promoted;
            context.tell(listener -> listener.afterSwitch(done, pause));
        }
        return new AfterSwitch(context).run(Duration.ofNanos(System.nanoTime() - begin));
    }

    /** The locks hold writers back, but no one who makes an object or changes a setting: now they have all left. */
    private static void lastLook(Session holder, Unchanged unchanged, DatabaseProperties properties)
            throws SQLException {
        try {
            unchanged.check(holder);
            if (!DatabaseProperties.read(holder).equals(properties)) {
                throw new LockException(
                        "A setting or a privilege of the database changed at the last moment",
                        "Promote again: it is carried over first. The primary serves on.",
                        List.of());
            }
        } catch (SQLException | RuntimeException e) {
            // RENAME waits until this session has left, and is then rolled back.
            holder.close();
            throw e;
        }
    }

    private static void lock(Session holder, List<ShadowTable> tables) throws SQLException {
        if (!tables.isEmpty()) {
            holder.execute("LOCK TABLE "
                    + tables.stream()
                            .map(table -> table.parted()
                                    ? table.source().sql()
                                    : "ONLY " + table.source().sql())
                            .collect(Collectors.joining(", "))
                    + " IN EXCLUSIVE MODE");
        }
    }

    private String today() {
        return DateTimeFormatter.BASIC_ISO_DATE.format(
                context.clock().instant().atZone(ZoneOffset.UTC).toLocalDate());
    }

    /** In the order in which they were made: one can stand on another. */
    private static void refresh(Session shadow) throws SQLException {
        List<String> views = new ArrayList<>(
                shadow.strings(
                        "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c"
                                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm' ORDER BY c.oid"));
        for (String view : views) {
            shadow.begin();
            shadow.execute("REFRESH MATERIALIZED VIEW " + view);
            shadow.commit();
        }
    }
}
