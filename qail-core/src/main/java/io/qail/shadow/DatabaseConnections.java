package io.qail.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Opens connections to any database of the application's server, as the application's own user and outside its pool. */
@FunctionalInterface
public interface DatabaseConnections {

    /**
     * A new connection, in auto-commit; the caller closes it.
     *
     * @param database its exact name
     */
    Connection open(String database) throws SQLException;

    /**
     * Derived from a data source of the PostgreSQL driver or one of Spring's without a pool: the same URL with all its
     * options, user and password, and another database.
     *
     * @throws io.qail.error.EnvironmentException for any other data source
     */
    static DatabaseConnections of(DataSource dataSource) {
        return UrlConnections.of(dataSource);
    }

    /**
     * The same from a JDBC URL.
     *
     * @param url {@code jdbc:postgresql://…}
     * @param properties user, password and options of the driver that the URL does not name
     */
    static DatabaseConnections of(String url, java.util.Properties properties) {
        return new UrlConnections(url, properties);
    }
}
