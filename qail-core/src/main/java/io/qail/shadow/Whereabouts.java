package io.qail.shadow;

import java.sql.SQLException;
import java.util.Optional;

/** Which database is which: asked by OID, because names are what changes. */
final class Whereabouts {

    private Whereabouts() {}

    /** Whether the session's database is the one that was made as a shadow. */
    static boolean isPromoted(Session session, State state) throws SQLException {
        Long shadow = state.shadowOid();
        return shadow != null
                && shadow
                        == session.number("SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()");
    }

    /** The present name of the shadow, where it exists. */
    static Optional<String> shadowName(Session session, State state) throws SQLException {
        return state.shadowOid() == null ? Optional.empty() : name(session, state.shadowOid());
    }

    /** The present name of the database that the shadow was made from, where it exists. */
    static Optional<String> primaryName(Session session, State state) throws SQLException {
        return name(session, state.primaryOid());
    }

    private static Optional<String> name(Session session, long oid) throws SQLException {
        return session
                .strings("SELECT datname FROM pg_catalog.pg_database WHERE oid = ?::oid", String.valueOf(oid))
                .stream()
                .findFirst();
    }
}
