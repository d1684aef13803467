package io.qail.shadow;

import io.qail.error.HistoryException;
import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a shadow away, at any point, also after a crash: capture first, then the shadow, at last the memory of it. */
final class Abort {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final ShadowContext context;
    private final Session primary;

    Abort(ShadowContext context, Session primary) {
        this.context = context;
        this.primary = primary;
    }

    void run() throws SQLException {
        Optional<State> found = StateTables.read(primary);
        if (found.isPresent() && Whereabouts.isPromoted(primary, found.get())) {
            throw new HistoryException(
                    "The shadow was promoted already: it serves as " + context.database(),
                    "Go back to the old database; or drop that one and create the next shadow.");
        }
        Capture capture = new Capture(primary, context.locks());
        capture.removeTriggers();
        if (found.isPresent()) {
            dropDatabases(found.get());
        }
        capture.removeSchema();
        log.info("The shadow is gone; {} is as it was", context.database());
    }

    private void dropDatabases(State state) throws SQLException {
        Optional<String> name = Whereabouts.shadowName(primary, state);
        if (name.isPresent()) {
            TestClone.drop(context, primary, state, name.get());
            drop(name.get());
        } else if (state.shadowOid() == null && exists(state.shadow()) && isBare(state.shadow())) {
            drop(state.shadow());
        }
    }

    /** Killed between CREATE DATABASE and the note of its OID: it is ours if nobody has put anything into it. */
    private boolean isBare(String database) throws SQLException {
        try (Session session = context.open(database)) {
            return session.isTrue("SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')");
        }
    }

    private boolean exists(String database) throws SQLException {
        return primary.isTrue("SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ?)", database);
    }

    private void drop(String database) throws SQLException {
        try (Session maintenance = context.maintenance()) {
            maintenance.execute("DROP DATABASE IF EXISTS " + Identifier.quote(database) + " WITH (FORCE)");
        }
    }
}
