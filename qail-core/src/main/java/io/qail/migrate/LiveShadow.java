package io.qail.migrate;

import io.qail.catalog.DatabaseIdentity;
import io.qail.error.HistoryException;
import io.qail.error.Setting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that a shadow follows is not migrated: the shadow would lack the change, and the capture of a column that is
 * renamed or dropped would make every write fail. Nor is the shadow itself, nor the database that a promotion replaced. A
 * copy of any of them is a database of its own. One query where there is no shadow.
 */
final class LiveShadow {

    private static final Logger log = LoggerFactory.getLogger(LiveShadow.class);

    private static final String EXISTS = "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace"
            + " JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid"
            + " WHERE n.nspname OPERATOR(pg_catalog.=) '_qail_shadow' AND c.relname OPERATOR(pg_catalog.=) 'state'"
            + " AND a.attname OPERATOR(pg_catalog.=) 'token')";

    private static final String STATE = "SELECT s.shadow, s.phase, s.system_identifier, s.primary_oid, s.shadow_oid,"
            + " s.primary_name, p.datname, h.datname FROM _qail_shadow.state s"
            + " LEFT JOIN pg_catalog.pg_database p ON p.oid OPERATOR(pg_catalog.=) s.primary_oid"
            + " LEFT JOIN pg_catalog.pg_database h ON h.oid OPERATOR(pg_catalog.=) s.shadow_oid";

    private LiveShadow() {}

    private record Found(
            ShadowRole role,
            String shadow,
            String phase,
            String primaryName,
            @Nullable String shadowNow) {}

    /**
     * @throws HistoryException when there is one, with the ways out
     */
    static void refuse(Connection connection) throws SQLException {
        Found found = find(connection).orElse(null);
        if (found == null) {
            return;
        }
        switch (found.role()) {
            case PRIMARY ->
                throw new HistoryException(
                        "The database has a shadow, " + found.shadow() + " (" + found.phase()
                                + "), that would not get this change",
                        "Promote the shadow, which brings its versions along, or abort it; then start again. "
                                + Setting.MODE.to("plan")
                                + " lets an application start before that. Nothing was changed.");
            case RETIRED ->
                throw new HistoryException(
                        "Another database took the name of this one: " + found.primaryName() + " serves",
                        "Connect to " + found.primaryName() + ". To use this database as one of its own, detach it"
                                + " (`qail migrate abort --detach`); a promotion cannot be undone with it then."
                                + " Nothing was changed.");
            case SHADOW -> {
                if (!found.phase().equals("CREATING")) {
                    throw new HistoryException(
                            "This database is the shadow of " + found.primaryName() + ", and accepts only QAIL",
                            "Connect to " + found.primaryName() + ". Nothing was changed.");
                }
            }
            case COPY ->
                log.warn(
                        "This database is a copy of one that has or had a shadow. The state that was copied is ignored;"
                                + " `qail migrate abort` removes it from this database and touches no other");
            default -> {}
        }
    }

    /** Whether another database took the name of this one, and with it the files of its snapshots. */
    static boolean isRetired(Connection connection) throws SQLException {
        return find(connection)
                .filter(found -> found.role() == ShadowRole.RETIRED)
                .isPresent();
    }

    private static Optional<Found> find(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet exists = statement.executeQuery(EXISTS)) {
                if (!exists.next() || !exists.getBoolean(1)) {
                    return Optional.empty();
                }
            }
            DatabaseIdentity own = DatabaseIdentity.read(connection);
            try (ResultSet state = statement.executeQuery(STATE)) {
                if (!state.next()) {
                    return Optional.empty();
                }
                ShadowRole.Claim claim = new ShadowRole.Claim(
                        state.getString(3),
                        state.getLong(4),
                        state.getObject(5, Long.class),
                        state.getString(2),
                        state.getString(6),
                        state.getString(7),
                        state.getString(8));
                return Optional.of(new Found(
                        ShadowRole.of(own, claim),
                        state.getString(1),
                        claim.phase(),
                        claim.primaryName(),
                        claim.shadowNow()));
            }
        }
    }
}
