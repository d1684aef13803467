package io.qail.shadow;

import io.qail.error.HistoryException;
import io.qail.history.AdvisoryLock;
import io.qail.shadow.WayBack.Loss;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
            return compare(now, old(now, promoted(now)));
        }
    }

    /** Rows are read in the order of their hashes, one of each side at a time. */
    private WayBack compare(Session now, String oldName) throws SQLException {
        List<Loss> losses = new ArrayList<>();
        try (Session old = context.open(oldName)) {
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
        String oldName;
        try (Session now = context.primary()) {
            oldName = old(now, promoted(now));
        }
        forget(oldName);
        WayBack way;
        long begin;
        String kept;
        try (Session holder = context.primary()) {
            holder.connection().setAutoCommit(false);
            AdvisoryLock.acquire(holder.connection(), context.locks(), context.defaultSchema());
            promoted(holder);
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
                way = stopped(holder, oldName);
                log.warn(way.statement());
                new Switch(context, context.database(), kept, oldName, List.of()).run(holder, () -> {});
                done = true;
            } finally {
                boolean back = done;
                Duration pause = Duration.ofNanos(System.nanoTime() - begin);
                context.tell(listener -> listener.afterSwitch(back, pause));
            }
        }
        Duration pause = Duration.ofNanos(System.nanoTime() - begin);
        log.info("{} is served by the old database again; the other one is kept as {}", context.database(), kept);
        return new PromotionResult(context.database(), kept, pause, List.of(way.statement()));
    }

    /**
     * The old database forgets that it had a shadow before it serves again: a crash in between would leave it with one to
     * promote or to abort, which is the database with the later writes.
     */
    private void forget(String oldName) throws SQLException {
        try (Session old = context.open(oldName)) {
            Capture capture = new Capture(old, context.locks());
            capture.removeTriggers();
            capture.removeSchema();
        }
    }

    /** Compares when nobody can write any more: what is lost is what is counted. Readers go on. */
    private WayBack stopped(Session holder, String oldName) throws SQLException {
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
            return compare(now, oldName);
        }
    }

    private State promoted(Session now) throws SQLException {
        State state = StateTables.read(now).orElse(null);
        if (state == null || !Whereabouts.isPromoted(now, state)) {
            throw new HistoryException(
                    "The database " + context.database() + " is no promoted shadow",
                    "There is nothing to go back from.");
        }
        return state;
    }

    private String old(Session now, State state) throws SQLException {
        @Nullable String name = Whereabouts.primaryName(now, state).orElse(null);
        if (name == null) {
            throw new HistoryException(
                    "The database that served before does not exist any more", "There is no way back.");
        }
        return name;
    }
}
