package io.qail.shadow;

import io.qail.catalog.DatabaseIdentity;
import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import io.qail.schema.Identifier;
import io.qail.shadow.StateTables.Moment;
import java.sql.SQLException;

/** A copy of the shadow, finished as a promotion would finish it, for an application to be tested with. */
final class TestClone {

    private TestClone() {}

    static String make(ShadowContext context, Session primary, State state, String shadowName) throws SQLException {
        String name = shadowName + "_test";
        if (Identifier.isTooLong(name)) {
            throw new EnvironmentException(
                    "The name " + name + " is longer than the 63 bytes of a PostgreSQL name.",
                    "Set " + Setting.SHADOW_NAME + ".");
        }
        dropNewborn(context, primary, state);
        if (!drop(context, primary, state, shadowName)) {
            throw new EnvironmentException(
                    "The database " + name + " exists, and does not prove that QAIL made it.",
                    "Rename or drop it yourself. Nothing was changed.");
        }
        String born = state.birthNameOfClone();
        try (Session maintenance = context.maintenance()) {
            maintenance.execute(
                    "CREATE DATABASE " + Identifier.quote(born) + " TEMPLATE " + Identifier.quote(shadowName));
            try (Session clone = context.open(born)) {
                StateTables.isClone(
                        clone, DatabaseIdentity.read(clone.connection()).oid());
            }
            maintenance.execute("ALTER DATABASE " + Identifier.quote(born) + " RENAME TO " + Identifier.quote(name));
            DatabaseProperties properties = DatabaseProperties.read(primary);
            for (String statement : properties.statements(name)) {
                maintenance.execute(statement);
            }
            for (String grant : properties.grants(name)) {
                maintenance.execute(grant);
            }
        }
        try (Session clone = context.open(name)) {
            Finishing.run(clone);
            Sequences.carryOver(primary, clone);
            for (String sql : StateTables.steps(clone, Moment.AFTER_SWITCH)) {
                clone.execute(sql);
            }
        }
        return name;
    }

    /**
     * Drops an earlier clone, and never a database that is none, nor a copy of one.
     *
     * @return whether the name is free
     */
    static boolean drop(ShadowContext context, Session primary, State state, String shadowName) throws SQLException {
        String name = shadowName + "_test";
        if (!exists(primary, name)) {
            return true;
        }
        try (Session clone = context.open(name)) {
            if (StateTables.read(clone).filter(state::isOfTheSameShadow).isEmpty() || !StateTables.isClone(clone)) {
                return false;
            }
            drop(context, name);
            return true;
        }
    }

    /** One that a crash left before it was marked: the token in its name says that it is ours. */
    static void dropNewborn(ShadowContext context, Session primary, State state) throws SQLException {
        if (!state.token().isEmpty() && exists(primary, state.birthNameOfClone())) {
            drop(context, state.birthNameOfClone());
        }
    }

    private static boolean exists(Session primary, String name) throws SQLException {
        return primary.isTrue("SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ?)", name);
    }

    private static void drop(ShadowContext context, String name) throws SQLException {
        try (Session maintenance = context.maintenance()) {
            maintenance.execute("DROP DATABASE " + Identifier.quote(name) + " WITH (FORCE)");
        }
    }
}
