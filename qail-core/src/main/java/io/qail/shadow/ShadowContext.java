package io.qail.shadow;

import io.qail.catalog.Catalog;
import io.qail.history.LockOptions;
import io.qail.migrate.MigratorConfiguration;
import io.qail.schema.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * What every step of a shadow needs to know.
 *
 * @param database the name under which the application works
 * @param defaultSchema where QAIL's tables are
 */
record ShadowContext(
        MigratorConfiguration configuration,
        ShadowTarget target,
        DatabaseConnections connections,
        ShadowOptions options,
        List<ShadowListener> listeners,
        String database,
        String defaultSchema) {

    /** Asks the application's own connection where it works. */
    static ShadowContext of(
            MigratorConfiguration configuration,
            ShadowTarget target,
            DatabaseConnections connections,
            ShadowOptions options,
            List<ShadowListener> listeners)
            throws SQLException {
        try (Connection connection = configuration.dataSource().getConnection()) {
            String configured = configuration.migrate().defaultSchema();
            String schema = configured == null ? Catalog.currentSchema(connection) : configured;
            return new ShadowContext(
                    configuration,
                    target,
                    connections,
                    options,
                    List.copyOf(listeners),
                    connection.getCatalog(),
                    schema);
        }
    }

    LockOptions locks() {
        return configuration.locks();
    }

    InstantSource clock() {
        return configuration.clock();
    }

    String shadowName() {
        return options.name() == null ? database + "_shadow" : options.name();
    }

    String quotedDatabase() {
        return Identifier.quote(database);
    }

    Session primary() throws SQLException {
        return open(database);
    }

    Session maintenance() throws SQLException {
        return open(options.maintenanceDatabase());
    }

    Session open(String name) throws SQLException {
        return Session.open(connections, name, locks(), defaultSchema);
    }

    void tell(Consumer<ShadowListener> event) {
        listeners.forEach(event);
    }
}
