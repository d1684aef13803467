package io.qail.shadow;

import io.qail.shadow.StateTables.Moment;
import java.sql.SQLException;

/** Foreign keys, triggers and row level security of the shadow: on for the switch, off again when it failed. */
final class Finishing {

    private Finishing() {}

    static void run(Session shadow) throws SQLException {
        shadow.begin();
        for (String sql : StateTables.steps(shadow, Moment.FINISH)) {
            shadow.execute(sql);
        }
        StateTables.finished(shadow, true);
        shadow.commit();
    }

    /** Takes back what a promotion that failed has done; nothing where none did. */
    static void undo(Session shadow) throws SQLException {
        shadow.begin();
        if (StateTables.finished(shadow)) {
            for (String sql : StateTables.steps(shadow, Moment.UNFINISH)) {
                shadow.execute(sql);
            }
            StateTables.finished(shadow, false);
        }
        shadow.commit();
    }
}
