package io.qail.shadow;

import io.qail.error.HistoryException;
import io.qail.history.AdvisoryLock;
import io.qail.shadow.WayBack.Loss;
import java.sql.SQLException;
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

    /** Compares both databases as they are now; rows are read in the order of their hashes, one of each side at a time. */
    WayBack plan() throws SQLException {
        try (Session now = context.primary()) {
            State state = promoted(now);
            String oldName = old(now, state);
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
        WayBack way = plan();
        log.warn(way.statement());
        try (Session old = context.open(way.oldDatabase())) {
            Capture capture = new Capture(old, context.locks());
            capture.removeTriggers();
        }
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
                new Switch(context, context.database(), kept, way.oldDatabase(), List.of()).run(holder, () -> {});
                done = true;
            } finally {
                boolean back = done;
                Duration pause = Duration.ofNanos(System.nanoTime() - begin);
                context.tell(listener -> listener.afterSwitch(back, pause));
            }
        }
        Duration pause = Duration.ofNanos(System.nanoTime() - begin);
        try (Session now = context.primary()) {
            new Capture(now, context.locks()).removeSchema();
        }
        log.info("{} is served by the old database again; the other one is kept as {}", context.database(), kept);
        return new PromotionResult(context.database(), kept, pause, List.of(way.statement()));
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
