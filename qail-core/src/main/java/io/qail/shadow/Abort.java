package io.qail.shadow;

import io.qail.error.HistoryException;
import io.qail.migrate.ShadowRole;
import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a shadow away, at any point, also after a crash: capture first, then the shadow, at last the memory of it. Drops a
 * database only when it has proven to be the shadow of this very one; from a copy it takes the copied state, and nothing else.
 */
final class Abort {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final ShadowContext context;
    private final Session primary;

    Abort(ShadowContext context, Session primary) {
        this.context = context;
        this.primary = primary;
    }

    /**
     * @param expected the name of the database to drop; null for whichever it is
     */
    AbortResult run(@Nullable String expected) throws SQLException {
        Optional<Whereabouts> found = Whereabouts.of(primary);
        if (found.isEmpty()) {
            removeAll();
            return new AbortResult(context.database(), null, List.of());
        }
        return switch (found.get().role()) {
            case PRIMARY -> drop(found.get(), expected);
            case COPY, RETURNED -> detach();
            case SHADOW, PROMOTED, RETIRED -> throw found.get().refusal();
        };
    }

    /** Makes a copy, or a database that gave its name away, one of its own. */
    AbortResult detach() throws SQLException {
        Optional<Whereabouts> found = Whereabouts.of(primary);
        ShadowRole role = found.map(Whereabouts::role).orElse(ShadowRole.COPY);
        if (role == ShadowRole.PRIMARY || role == ShadowRole.SHADOW || role == ShadowRole.PROMOTED) {
            throw new HistoryException(
                    context.database() + " is no copy and no old database: it is " + inWords(role),
                    role == ShadowRole.PRIMARY ? "Abort the shadow instead." : "There is nothing to detach.");
        }
        removeAll();
        log.info("{} is a database of its own; no other database was touched", context.database());
        return new AbortResult(
                context.database(),
                null,
                role == ShadowRole.RETIRED
                        ? List.of("The promotion can no longer be undone with " + context.database() + ".")
                        : List.of());
    }

    private static String inWords(ShadowRole role) {
        return switch (role) {
            case PRIMARY -> "followed by a shadow";
            case SHADOW -> "a shadow";
            default -> "a promoted shadow";
        };
    }

    private void removeAll() throws SQLException {
        Capture capture = new Capture(primary, context.locks());
        capture.removeTriggers();
        capture.removeSchema();
    }

    private AbortResult drop(Whereabouts found, @Nullable String expected) throws SQLException {
        String name = found.shadowNow() != null ? found.shadowNow() : unnoted(found.state());
        if (expected != null && name != null && !expected.equals(name)) {
            throw new HistoryException(
                    "The shadow of " + context.database() + " is " + name + ", and not " + expected,
                    "Name the database that is to be dropped. Nothing was changed.");
        }
        Capture capture = new Capture(primary, context.locks());
        capture.removeTriggers();
        List<String> remarks = new ArrayList<>();
        String dropped = dropShadow(found, name, remarks);
        capture.removeSchema();
        remarks.forEach(log::warn);
        log.info("The shadow is gone; {} is as it was", context.database());
        return new AbortResult(context.database(), dropped, remarks);
    }

    private @Nullable String dropShadow(Whereabouts found, @Nullable String name, List<String> remarks)
            throws SQLException {
        TestClone.dropNewborn(context, primary, found.state());
        if (name == null) {
            return null;
        }
        if (found.shadowNow() == null) {
            drop(name);
            return name;
        }
        try (Session shadow = found.openShadow(context).orElseThrow(Promotion::none)) {
            // The session that has looked into it stays until the end, so that the name cannot go to another database.
            String proven = shadow.connection().getCatalog();
            TestClone.drop(context, primary, found.state(), proven);
            drop(proven);
            return proven;
        } catch (HistoryException e) {
            remarks.add(e.getMessage() + ". " + e.action());
            return null;
        }
    }

    /** Killed between CREATE DATABASE and the note of its OID: the token in the name says that it is ours. */
    private @Nullable String unnoted(State state) throws SQLException {
        return !state.token().isEmpty()
                        && primary.isTrue(
                                "SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ?)",
                                state.birthName())
                ? state.birthName()
                : null;
    }

    private void drop(String database) throws SQLException {
        try (Session maintenance = context.maintenance()) {
            maintenance.execute("DROP DATABASE IF EXISTS " + Identifier.quote(database) + " WITH (FORCE)");
        }
    }
}
