package io.qail.shadow;

import io.qail.catalog.SqlMessage;
import io.qail.error.HistoryException;
import io.qail.error.QailException;
import io.qail.migrate.ShadowRole;
import io.qail.schema.Identifier;
import io.qail.shadow.StateTables.Moment;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is left when the new database serves; can be repeated, and never makes a promotion fail that took place. */
final class AfterSwitch {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final ShadowContext context;

    AfterSwitch(ShadowContext context) {
        this.context = context;
    }

    PromotionResult run(Duration pause) throws SQLException {
        List<String> remarks = new ArrayList<>();
        String old = null;
        try (Session now = context.primary()) {
            Whereabouts here = Whereabouts.of(now).orElseThrow(Promotion::none);
            if (here.role() != ShadowRole.PROMOTED) {
                throw here.refusal();
            }
            if (here.state().phase() != ShadowPhase.PROMOTED) {
                StateTables.phase(now, ShadowPhase.PROMOTED);
                log.info(
                        "[4/4] ✓ {} is served by the new database, writers waited {} ms",
                        context.database(),
                        pause.toMillis());
            }
            for (String sql : StateTables.steps(now, Moment.AFTER_SWITCH)) {
                step(now, sql, remarks);
            }
            if (here.primaryNow() != null) {
                old = old(now, here, here.primaryNow(), remarks);
            }
        }
        remarks.forEach(log::warn);
        return new PromotionResult(context.database(), old, pause, remarks);
    }

    private void step(Session now, String sql, List<String> remarks) throws SQLException {
        try {
            LockRetry.run(context.locks(), sql, () -> {
                now.begin();
                try {
                    now.execute(sql);
                    now.update(
                            "DELETE FROM " + StateTables.SCHEMA + ".steps WHERE moment = ? AND sql = ?",
                            Moment.AFTER_SWITCH.name(),
                            sql);
                    now.commit();
                } finally {
                    now.rollback();
                }
            });
        } catch (SQLException e) {
            remarks.add("Left to do, because of " + SqlMessage.of(e) + ": " + sql);
        } catch (QailException e) {
            remarks.add("Left to do, because of " + e.getMessage() + ": " + sql);
        }
    }

    private @Nullable String old(Session now, Whereabouts here, String name, List<String> remarks) throws SQLException {
        String drop = "DROP DATABASE " + Identifier.quote(name);
        try (Session old = here.openOld(context).orElseThrow(Promotion::none)) {
            retire(now, old, name, remarks);
            if (context.options().keepOld()) {
                log.info("[4/4] The old database is kept as {}. To drop it later:\n    {};", name, drop);
                return name;
            }
            // The session that has looked into it stays until the end, so that the name cannot go to another database.
            try (Session maintenance = context.maintenance()) {
                maintenance.execute(drop + " WITH (FORCE)");
                return null;
            } catch (SQLException e) {
                remarks.add("The old database could not be dropped (" + SqlMessage.of(e) + "): " + drop + ";");
                return name;
            }
        } catch (HistoryException e) {
            remarks.add(e.getMessage() + ". " + e.action());
            return null;
        } catch (SQLException e) {
            remarks.add("The old database " + name + " cannot be entered (" + SqlMessage.of(e)
                    + ") and still has the triggers of QAIL: promote again takes them off.");
            return name;
        }
    }

    private void retire(Session now, Session old, String name, List<String> remarks) {
        try {
            StateTables.phase(old, ShadowPhase.RETIRED);
            new Capture(old, context.locks()).removeTriggers();
            FilesOwner.move(old, now, context.defaultSchema());
        } catch (SQLException | QailException e) {
            remarks.add("The old database " + name + " still has the triggers of QAIL: promote again takes them off.");
        }
    }
}
