package io.qail.shadow;

import io.qail.shadow.WayBack.Loss;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Counts the rows that only one of two databases has: both are read sorted, like the two runs of a merge. */
final class RowComparison {

    private static final int FETCH = 10_000;

    private final Session now;
    private final Session old;

    RowComparison(Session now, Session old) {
        this.now = now;
        this.old = old;
    }

    Loss compare(ShadowTable table, String defaultSchema) throws SQLException {
        String text = Rows.text(now, table);
        now.begin();
        old.begin();
        try (PreparedStatement left = hashes(now, table.targetOnly() + " AS _qail_rows", text);
                PreparedStatement right = hashes(old, "(" + table.query() + ") AS _qail_rows", text);
                ResultSet ofNow = left.executeQuery();
                ResultSet ofOld = right.executeQuery()) {
            long onlyNew = 0;
            long onlyOld = 0;
            boolean hasNow = ofNow.next();
            boolean hasOld = ofOld.next();
            while (hasNow || hasOld) {
                int order = !hasNow ? 1 : !hasOld ? -1 : Long.compare(ofNow.getLong(1), ofOld.getLong(1));
                if (order < 0) {
                    onlyNew++;
                } else if (order > 0) {
                    onlyOld++;
                }
                hasNow = order <= 0 ? ofNow.next() : hasNow;
                hasOld = order >= 0 ? ofOld.next() : hasOld;
            }
            return new Loss(table.target().display(defaultSchema), onlyNew, onlyOld);
        } finally {
            now.rollback();
            old.rollback();
        }
    }

    private static PreparedStatement hashes(Session session, String rows, String text) throws SQLException {
        PreparedStatement statement = session.connection()
                .prepareStatement("SELECT pg_catalog.hashtextextended(" + text + ", 0) FROM " + rows + " ORDER BY 1");
        statement.setFetchSize(FETCH);
        return statement;
    }
}
