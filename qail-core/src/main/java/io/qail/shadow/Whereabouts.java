package io.qail.shadow;

import io.qail.catalog.DatabaseIdentity;
import io.qail.error.HistoryException;
import io.qail.migrate.ShadowRole;
import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which database is which. A state names other databases, and travels with every copy; so before another database is
 * touched, both sides prove that they mean each other: server, both OIDs, and a random token.
 *
 * @param own the database of the session
 * @param primaryNow present name of the database that the shadow was made from, where it exists
 * @param shadowNow present name of the shadow, where it exists
 */
record Whereabouts(
        State state,
        DatabaseIdentity own,
        ShadowRole role,
        @Nullable String primaryNow,
        @Nullable String shadowNow) {

    /** Nothing where the session's database has no state. */
    static Optional<Whereabouts> of(Session session) throws SQLException {
        Optional<State> found = StateTables.read(session);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        State state = found.get();
        DatabaseIdentity own = DatabaseIdentity.read(session.connection());
        String primary = name(session, state.primaryOid());
        Long oid = state.shadowOid();
        String shadow = oid == null ? null : name(session, oid);
        ShadowRole role = ShadowRole.of(
                own,
                new ShadowRole.Claim(
                        state.system(),
                        state.primaryOid(),
                        state.shadowOid(),
                        state.phase().name(),
                        state.primary(),
                        primary,
                        shadow));
        return Optional.of(new Whereabouts(state, own, role, primary, shadow));
    }

    private static @Nullable String name(Session session, long oid) throws SQLException {
        return session
                .strings("SELECT datname FROM pg_catalog.pg_database WHERE oid = ?::oid", String.valueOf(oid))
                .stream()
                .findFirst()
                .orElse(null);
    }

    /**
     * The place of a database that a shadow follows.
     *
     * @throws HistoryException for every other one, which says what it is
     */
    static Whereabouts ofPrimary(Session session) throws SQLException {
        Whereabouts found = of(session).orElseThrow(Promotion::none);
        if (found.role != ShadowRole.PRIMARY) {
            throw found.refusal();
        }
        return found;
    }

    /** What the database is instead of one with a shadow, and what to do. */
    HistoryException refusal() {
        return switch (role) {
            case PRIMARY ->
                new HistoryException(
                        "There is a shadow of this database already: " + state.shadow() + " (" + state.phase() + ")",
                        "Promote or abort it.");
            case SHADOW ->
                new HistoryException(
                        own.name() + " is itself the shadow of " + (primaryNow == null ? state.primary() : primaryNow),
                        "Work on " + (primaryNow == null ? state.primary() : primaryNow) + ". Nothing was changed.");
            case PROMOTED ->
                new HistoryException(
                        "The shadow was promoted already: it serves as " + own.name(),
                        "Go back to the old database; or drop that one and create the next shadow.");
            case RETIRED ->
                new HistoryException(
                        "Another database took the name of " + own.name() + ": " + state.primary() + " serves",
                        "Work on " + state.primary() + ". To use " + own.name() + " as a database of its own, detach it"
                                + " (`qail migrate abort --detach`); the promotion cannot be undone with it then."
                                + " Nothing was changed.");
            case RETURNED -> Promotion.none();
            case COPY ->
                new HistoryException(
                        own.name() + " is a copy: the state of the shadow in it belongs to another database",
                        "Abort removes the copied state from " + own.name() + " and touches no other database."
                                + " Nothing was changed.");
        };
    }

    /**
     * Opens the shadow once both sides have proven that they mean each other. As long as the session is open, nobody can
     * give its name to another database.
     *
     * @return nothing where it no longer exists
     * @throws HistoryException when the database with the OID does not prove to be the shadow
     */
    Optional<Session> openShadow(ShadowContext context) throws SQLException {
        return shadowNow == null ? Optional.empty() : Optional.of(open(context, shadowNow, state.shadowOid()));
    }

    /** The same of the database that the shadow was made from. */
    Optional<Session> openOld(ShadowContext context) throws SQLException {
        return primaryNow == null ? Optional.empty() : Optional.of(open(context, primaryNow, state.primaryOid()));
    }

    private Session open(ShadowContext context, String name, @Nullable Long oid) throws SQLException {
        Session other = context.open(name);
        boolean proven = false;
        try {
            DatabaseIdentity identity = DatabaseIdentity.read(other.connection());
            proven = role != ShadowRole.COPY
                    && oid != null
                    && identity.isSame(state.system(), oid)
                    && (isNewborn(identity)
                            || StateTables.read(other)
                                    .filter(state::isOfTheSameShadow)
                                    .isPresent());
            if (!proven) {
                throw unproven(name);
            }
            return other;
        } finally {
            if (!proven) {
                other.close();
            }
        }
    }

    /** A shadow that a crash left before it got its state has a name that proves it. */
    private boolean isNewborn(DatabaseIdentity identity) {
        return !state.token().isEmpty() && identity.name().equals(state.birthName());
    }

    private HistoryException unproven(String name) {
        return new HistoryException(
                "The database " + name + " does not prove that it belongs to the shadow of " + own.name()
                        + ": its token is another, or missing",
                "It was not touched. Look at what it holds; a database of your own is yours to drop: DROP DATABASE "
                        + Identifier.quote(name) + ".");
    }
}
