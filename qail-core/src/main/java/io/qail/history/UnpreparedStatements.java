package io.qail.history;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Keeps the driver from naming prepared statements on the server for a while. Behind a proxy that pools transactions such a
 * name belongs to a session that the next transaction may not get, and the session to a client that may have used the same
 * name: "prepared statement already exists".
 */
public final class UnpreparedStatements implements AutoCloseable {

    private final Connection connection;
    /** Negative where the driver is another one. */
    private final int before;

    private UnpreparedStatements(Connection connection, int before) {
        this.connection = connection;
        this.before = before;
    }

    public static UnpreparedStatements on(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            return new UnpreparedStatements(connection, -1);
        }
        PGConnection driver = connection.unwrap(PGConnection.class);
        UnpreparedStatements unprepared = new UnpreparedStatements(connection, driver.getPrepareThreshold());
        driver.setPrepareThreshold(0);
        return unprepared;
    }

    /** Lets the driver go on as it did before. */
    @Override
    public void close() throws SQLException {
        if (before >= 0 && !connection.isClosed()) {
            connection.unwrap(PGConnection.class).setPrepareThreshold(before);
        }
    }
}
