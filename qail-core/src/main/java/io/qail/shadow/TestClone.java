package io.qail.shadow;

import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import io.qail.schema.Identifier;
import io.qail.shadow.StateTables.Moment;
import java.sql.SQLException;
import java.util.Optional;

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
        drop(context, primary, state, shadowName);
        try (Session maintenance = context.maintenance()) {
            maintenance.execute(
                    "CREATE DATABASE " + Identifier.quote(name) + " TEMPLATE " + Identifier.quote(shadowName));
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

    /** Drops an earlier clone, and never a database that is none. */
    static void drop(ShadowContext context, Session primary, State state, String shadowName) throws SQLException {
        String name = shadowName + "_test";
        if (!primary.isTrue("SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ?)", name)) {
            return;
        }
        try (Session clone = context.open(name)) {
            Optional<State> of = StateTables.read(clone);
            if (of.isEmpty() || of.get().primaryOid() != state.primaryOid()) {
                return;
            }
        }
        try (Session maintenance = context.maintenance()) {
            maintenance.execute("DROP DATABASE " + Identifier.quote(name) + " WITH (FORCE)");
        }
    }
}
