package io.qail.migrate;

import io.qail.catalog.SqlMessage;
import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import io.qail.history.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections, with the configured number of further tries. */
final class Connections {

    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final DataSource dataSource;
    private final int retries;

    Connections(DataSource dataSource, int retries) {
        this.dataSource = dataSource;
        this.retries = retries;
    }

    /**
     * A connection as the DataSource hands it out, with or without auto-commit.
     *
     * @throws EnvironmentException when the database cannot be reached
     */
    Connection open() {
        Pause pause = new Pause(Duration.ofSeconds(1), Duration.ofSeconds(30));
        for (int tries = 0; ; tries++) {
            try {
                return postgres(dataSource.getConnection());
            } catch (SQLException e) {
                if (tries >= retries) {
                    throw unreachable(e);
                }
                log.warn("No connection to the database yet ({}), {} tries left", SqlMessage.full(e), retries - tries);
                pause.await();
            }
        }
    }

    /** Another database fails at some statement or other, with a message that does not say why. */
    private static Connection postgres(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (product.equals("PostgreSQL")) {
            return connection;
        }
        connection.close();
        throw new EnvironmentException(
                "QAIL migrates PostgreSQL, but the DataSource connects to " + product,
                "Point spring.datasource.url at PostgreSQL, in tests too (an embedded server or Testcontainers), or set "
                        + Setting.ENABLED.to("false") + " where the application runs on " + product + ".");
    }

    private EnvironmentException unreachable(SQLException e) {
        return new EnvironmentException(
                "The database cannot be reached: " + SqlMessage.full(e),
                "Check spring.datasource.url, user and password, and that the server accepts connections from here. "
                        + Setting.CONNECT_RETRIES + " makes the start wait for a server that comes up later.",
                SqlMessage.withoutValues(e));
    }
}
