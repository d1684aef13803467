package io.qail.attack;

import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A database with the types in it, cleaned after each world and made again where that does not succeed. */
final class Arena implements AutoCloseable {

    private final TestDatabase databases;
    final @Nullable AttackRoles roles;
    private @Nullable TestDatabase database;

    Arena(TestDatabase databases) throws SQLException {
        this.databases = databases;
        this.roles = AttackRoles.make(databases);
    }

    WorldRun.Outcome run(World world) throws SQLException {
        if (database == null) {
            database = databases.fresh();
            try (Connection connection = database.connection();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER DATABASE " + database.name() + " SET jit = off");
                statement.execute(AttackTypes.SETUP);
                statement.execute(AttackKey.enumType());
                if (roles != null) {
                    statement.execute(roles.named("GRANT CREATE ON SCHEMA public TO {owner}", database.user()));
                }
            }
        }
        try {
            return WorldRun.of(world, database, roles);
        } finally {
            clean(database);
        }
    }

    private void clean(TestDatabase used) {
        try (Connection connection = roles == null ? used.connection() : used.superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(Content.PINNED);
            statement.execute("ALTER DATABASE " + used.name() + " RESET ALL");
            // Small statements over catalogs take longer to compile than to run.
            statement.execute("ALTER DATABASE " + used.name() + " SET jit = off");
            statement.execute(AttackTypes.CLEAN);
        } catch (SQLException e) {
            used.close();
            database = null;
        }
    }

    @Override
    public void close() throws SQLException {
        if (database != null) {
            database.close();
        }
        if (roles != null) {
            roles.close();
        }
    }
}
