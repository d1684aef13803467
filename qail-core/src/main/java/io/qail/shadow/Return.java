package io.qail.shadow;

import io.qail.error.HistoryException;
import io.qail.error.QailException;
import io.qail.history.AdvisoryLock;
import io.qail.migrate.ShadowRole;
import io.qail.shadow.WayBack.Loss;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way back to the database that served before the promotion. */
final class Return {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final ShadowContext context;

    Return(ShadowContext context) {
        this.context = context;
    }

    /** Compares both databases as they are now; writers go on. */
    WayBack plan() throws SQLException {
        try (Session now = context.primary()) {
            return compare(now, promoted(now));
        }
    }

    /** Rows are read in the order of their hashes, one of each side at a time. */
    private WayBack compare(Session now, Whereabouts here) throws SQLException {
        List<Loss> losses = new ArrayList<>();
        String oldName;
        try (Session old = openOld(here)) {
            oldName = old.connection().getCatalog();
            for (ShadowTable table : StateTables.tables(now)) {
                Loss loss = new RowComparison(now, old).compare(table, context.defaultSchema());
                if (loss.onlyNew() > 0 || loss.onlyOld() > 0) {
                    losses.add(loss);
                }
            }
        }
        return new WayBack(context.database(), oldName, losses, statement(oldName, losses));
    }

    private String statement(String oldName, List<Loss> losses) {
        if (losses.isEmpty()) {
            return "Nothing was written to " + context.database() + " since the promotion that " + oldName
                    + " does not have.";
        }
        return losses.stream()
                .map(loss ->
                        "  " + loss.table() + ": " + loss.onlyNew() + " rows that only the present database has like "
                                + "this, " + loss.onlyOld() + " that only the old one has")
                .collect(Collectors.joining(
                        "\n",
                        "Going back to " + oldName
                                + " loses what was written since the promotion (a changed row counts on "
                                + "both sides):\n",
                        ""));
    }

    PromotionResult run() throws SQLException {
        Whereabouts here;
        String oldName;
        try (Session now = context.primary()) {
            here = promoted(now);
            oldName = prepare(here);
        }
        WayBack way;
        long begin;
        String kept;
        try (Session holder = context.primary()) {
            holder.connection().setAutoCommit(false);
            AdvisoryLock.acquire(holder.connection(), context.locks(), context.defaultSchema());
            here = promoted(holder);
            kept = OldName.free(
                    holder,
                    context.database() + "_back_"
                            + DateTimeFormatter.BASIC_ISO_DATE.format(context.clock()
                                    .instant()
                                    .atZone(ZoneOffset.UTC)
                                    .toLocalDate()));
            context.tell(ShadowListener::beforeSwitch);
            begin = System.nanoTime();
            boolean done = false;
            try {
                way = stopped(holder, here);
                log.warn(way.statement());
                new Switch(
                                context,
                                context.database(),
                                Objects.requireNonNull(here.state().shadowOid()),
                                kept,
                                oldName,
                                here.state().primaryOid(),
                                List.of())
                        .run(holder, () -> {});
                done = true;
            } finally {
                boolean back = done;
                Duration pause = Duration.ofNanos(System.nanoTime() - begin);
                context.tell(listener -> listener.afterSwitch(back, pause));
            }
        }
        Duration pause = Duration.ofNanos(System.nanoTime() - begin);
        forget(kept, here);
        log.info("{} is served by the old database again; the other one is kept as {}", context.database(), kept);
        return new PromotionResult(context.database(), kept, pause, List.of(way.statement()));
    }

    /**
     * The old database notes that it has given its name away before it gets it again: a crash after the switch would leave
     * it with a shadow to promote or to abort, which is the database with the later writes. Its state stays, so that a
     * switch that failed can be tried again.
     */
    private String prepare(Whereabouts here) throws SQLException {
        try (Session old = openOld(here)) {
            StateTables.servesAs(old, context.database());
            StateTables.phase(old, ShadowPhase.RETIRED);
            new Capture(old, context.locks()).removeTriggers();
            return old.connection().getCatalog();
        }
    }

    /** Neither needs to know the other any more; a failure leaves states that tell the same. */
    private void forget(String kept, Whereabouts before) {
        try (Session now = context.primary();
                Session other = context.open(kept)) {
            boolean proven = Whereabouts.of(other)
                    .filter(there -> there.state().isOfTheSameShadow(before.state())
                            && there.own()
                                    .isSame(
                                            before.state().system(),
                                            before.own().oid()))
                    .isPresent();
            if (proven) {
                StateTables.phase(other, ShadowPhase.RETIRED);
                FilesOwner.move(other, now, context.defaultSchema());
            }
            new Abort(context, now).detach();
        } catch (SQLException | QailException e) {
            log.warn("What the promotion left in {} is still there, and ignored: {}", context.database(), e.toString());
        }
    }

    private Session openOld(Whereabouts here) throws SQLException {
        return here.openOld(context)
                .orElseThrow(() -> new HistoryException(
                        "The database that served before no longer exists", "The promotion cannot be undone."));
    }

    /** Compares when nobody can write any more: what is lost is what is counted. Readers go on. */
    private WayBack stopped(Session holder, Whereabouts here) throws SQLException {
        try (Session now = context.primary()) {
            List<ShadowTable> tables = StateTables.tables(now);
            if (!tables.isEmpty()) {
                String lock = "LOCK TABLE "
                        + tables.stream().map(ShadowTable::targetOnly).collect(Collectors.joining(", "))
                        + " IN EXCLUSIVE MODE";
                LockRetry.run(context.locks(), "the tables of " + context.database(), () -> {
                    // The transaction, and with it the migration lock, outlives a try.
                    Savepoint before = holder.connection().setSavepoint();
                    try {
                        holder.execute(lock);
                    } catch (SQLException e) {
                        holder.connection().rollback(before);
                        throw e;
                    }
                });
            }
            return compare(now, here);
        }
    }

    private Whereabouts promoted(Session now) throws SQLException {
        Whereabouts here = Whereabouts.of(now).orElse(null);
        if (here == null || here.role() != ShadowRole.PROMOTED) {
            throw new HistoryException(
                    "The database " + context.database() + " is no promoted shadow"
                            + (here == null ? "" : ". " + here.refusal().getMessage()),
                    "There is nothing to go back from.");
        }
        return here;
    }
}
