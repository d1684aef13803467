package io.qail.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** The shadow as a data source, for the guarded run that migrates it. */
final class ShadowDataSource extends AbstractDataSource {

    private final DatabaseConnections connections;
    private final String database;

    ShadowDataSource(DatabaseConnections connections, String database) {
        this.connections = connections;
        this.database = database;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connections.open(database);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return connections.open(database);
    }
}
