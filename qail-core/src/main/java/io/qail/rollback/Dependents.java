package io.qail.rollback;

import io.qail.catalog.ObjectState;
import io.qail.catalog.SqlMessage;
import io.qail.snapshot.DroppedStates;
import io.qail.snapshot.SnapshotManifest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back what went along with a table and stands in no schema: grants and triggers that were made by hand, where
 * sequences stood. What the schema itself has brought back already is there.
 */
final class Dependents {

    private static final Logger log = LoggerFactory.getLogger(Dependents.class);

    private static final String DUPLICATE_OBJECT = "42710";
    private static final String DUPLICATE_TABLE = "42P07";
    private static final String DUPLICATE_FUNCTION = "42723";

    private Dependents() {}

    /** Runs each statement behind a savepoint; one that fails is for a person to read, and keeps no record from coming back. */
    static void restore(Connection connection, SnapshotManifest manifest, Report report) throws SQLException {
        List<ObjectState> states = manifest.dependents().stream()
                .filter(DroppedStates::isState)
                .map(DroppedStates::read)
                .toList();
        List<ObjectState> sequences =
                states.stream().filter(state -> state.kind().equals("SEQUENCE")).toList();
        // They must exist before they are set to their positions.
        BroughtBack.make(connection, sequences);
        for (String sql : manifest.dependents()) {
            if (DroppedStates.isState(sql)) {
                continue;
            }
            Savepoint savepoint = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(sql);
                connection.releaseSavepoint(savepoint);
            } catch (SQLException e) {
                if (connection.isClosed() || String.valueOf(e.getSQLState()).startsWith("08")) {
                    throw e;
                }
                connection.rollback(savepoint);
                if (isThere(e)) {
                    log.debug("Already back: {}", sql);
                } else {
                    report.remark("Not brought back: " + sql + " (" + SqlMessage.of(e) + ")");
                }
            }
        }
        BroughtBack.restore(connection, states, report);
    }

    private static boolean isThere(SQLException e) {
        return DUPLICATE_OBJECT.equals(e.getSQLState())
                || DUPLICATE_TABLE.equals(e.getSQLState())
                || DUPLICATE_FUNCTION.equals(e.getSQLState());
    }
}
