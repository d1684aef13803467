package io.qail.attack;

import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Roles beside the one that owns the databases. */
final class AttackRoles implements AutoCloseable {

    private final TestDatabase database;
    private final String prefix;

    private AttackRoles(TestDatabase database) {
        this.database = database;
        this.prefix = database.name() + "_";
    }

    /** Null where nobody may make roles. */
    static @Nullable AttackRoles make(TestDatabase database) throws SQLException {
        AttackRoles roles = new AttackRoles(database);
        try {
            roles.execute(
                    "CREATE ROLE " + roles.prefix + "reader",
                    "CREATE ROLE " + roles.prefix + "owner",
                    "CREATE ROLE " + roles.prefix + "member LOGIN PASSWORD 'secret' IN ROLE " + database.user(),
                    "GRANT " + roles.prefix + "owner TO " + database.user() + ", " + roles.member());
        } catch (TestAbortedException e) {
            return null;
        }
        return roles;
    }

    String member() {
        return prefix + "member";
    }

    String named(String sql, String app) {
        return sql.replace("{reader}", prefix + "reader")
                .replace("{owner}", prefix + "owner")
                .replace("{app}", app);
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.superuserConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        execute("DROP ROLE " + prefix + "reader, " + prefix + "owner, " + prefix + "member");
    }
}
