package io.qail.shadow;

import io.qail.error.EnvironmentException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.ds.common.BaseDataSource;
import org.springframework.jdbc.datasource.AbstractDriverBasedDataSource;

/** A JDBC URL in which the database is exchanged; hosts and options stay. */
final class UrlConnections implements DatabaseConnections {

    private static final Pattern URL = Pattern.compile("(jdbc:postgresql:(?://[^/?]*/?|/)?)[^?]*(\\?.*)?");

    private final String url;
    private final Properties properties;

    UrlConnections(String url, Properties properties) {
        if (!URL.matcher(url).matches()) {
            throw new EnvironmentException(
                    "The URL of the data source is not one of the PostgreSQL driver.",
                    "Use jdbc:postgresql://host:port/database.");
        }
        this.url = url;
        this.properties = new Properties();
        this.properties.putAll(properties);
        // What the URL says comes first. Without it a connection whose other end is gone is waited for without an end.
        this.properties.putIfAbsent("tcpKeepAlive", "true");
    }

    static UrlConnections of(DataSource dataSource) {
        Properties properties = new Properties();
        try {
            if (dataSource instanceof BaseDataSource || dataSource.isWrapperFor(BaseDataSource.class)) {
                BaseDataSource postgres =
                        dataSource instanceof BaseDataSource direct ? direct : dataSource.unwrap(BaseDataSource.class);
                put(properties, "user", postgres.getUser());
                put(properties, "password", postgres.getPassword());
                return new UrlConnections(postgres.getURL(), properties);
            }
            if (dataSource instanceof AbstractDriverBasedDataSource spring && spring.getUrl() != null) {
                if (spring.getConnectionProperties() != null) {
                    properties.putAll(spring.getConnectionProperties());
                }
                put(properties, "user", spring.getUsername());
                put(properties, "password", spring.getPassword());
                return new UrlConnections(spring.getUrl(), properties);
            }
        } catch (SQLException e) {
            throw unknown(dataSource, e);
        }
        throw unknown(dataSource, null);
    }

    private static EnvironmentException unknown(
            DataSource dataSource, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "Connections to other databases of the server cannot be derived from a DataSource of type "
                + dataSource.getClass().getName() + ".";
        String action = "Give Qail.shadow(…) a DatabaseConnections that opens them.";
        return cause == null
                ? new EnvironmentException(message, action)
                : new EnvironmentException(message, action, cause);
    }

    private static void put(Properties properties, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    @Override
    public Connection open(String database) throws SQLException {
        Connection connection = new Driver().connect(of(database), properties);
        if (connection == null) {
            throw new SQLException("the PostgreSQL driver does not accept the URL", "08001");
        }
        return connection;
    }

    private String of(String database) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalStateException("checked by the constructor");
        }
        String host = parts.group(1);
        boolean needsSlash =
                host.startsWith("jdbc:postgresql://") && !host.substring(18).endsWith("/");
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return host + (needsSlash ? "/" : "") + name + (parts.group(2) == null ? "" : parts.group(2));
    }
}
