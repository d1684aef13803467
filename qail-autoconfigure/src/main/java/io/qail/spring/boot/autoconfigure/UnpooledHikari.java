package io.qail.spring.boot.autoconfigure;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.qail.error.EnvironmentException;
import io.qail.shadow.DatabaseConnections;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ClassUtils;

/**
 * Opens connections as a Hikari pool would, with its URL, data source properties, schema and initial SQL, but outside
 * the pool and, where wanted, for another user.
 */
final class UnpooledHikari extends AbstractDataSource implements DatabaseConnections {

    private final HikariDataSource pool;
    private final DataSource source;
    private final @Nullable Credentials credentials;

    private UnpooledHikari(HikariDataSource pool, @Nullable Credentials credentials) {
        this.pool = pool;
        this.source = source(pool);
        this.credentials = credentials;
    }

    /** A replacement for a pool that is too small or has another user; null where there is nothing to replace. */
    static @Nullable DataSource replacing(DataSource dataSource, @Nullable String user, @Nullable String password) {
        HikariDataSource pool = pool(dataSource);
        if (pool == null) {
            return null;
        }
        if (user != null) {
            return new UnpooledHikari(pool, new Credentials(user, password));
        }
        return pool.getMaximumPoolSize() == 1 ? new UnpooledHikari(pool, null) : null;
    }

    /** Connections to other databases of the server as the pool would open them; null where there is no pool. */
    static @Nullable DatabaseConnections databases(DataSource dataSource) {
        if (dataSource instanceof UnpooledHikari unpooled) {
            return unpooled;
        }
        HikariDataSource pool = pool(dataSource);
        return pool == null ? null : new UnpooledHikari(pool, null);
    }

    static @Nullable HikariDataSource pool(DataSource dataSource) {
        return DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class);
    }

    private static DataSource source(HikariDataSource pool) {
        DataSource source = pool.getDataSource();
        if (source != null) {
            return source;
        }
        if (pool.getJdbcUrl() != null) {
            Properties properties = new Properties();
            properties.putAll(pool.getDataSourceProperties());
            // What the URL says comes first. Without it a connection whose other end is gone is waited for without an
            // end.
            properties.putIfAbsent("tcpKeepAlive", "true");
            return new SimpleDriverDataSource(driver(pool), pool.getJdbcUrl(), properties);
        }
        if (pool.getDataSourceClassName() != null) {
            DataSource made = (DataSource) BeanUtils.instantiateClass(
                    ClassUtils.resolveClassName(pool.getDataSourceClassName(), UnpooledHikari.class.getClassLoader()));
            new BeanWrapperImpl(made).setPropertyValues(pool.getDataSourceProperties());
            return made;
        }
        throw new EnvironmentException(
                "QAIL cannot open connections beside the pool " + pool.getPoolName() + ": it has no JDBC URL.",
                "Declare a DataSource bean for the migration and mark it with @QailDataSource.");
    }

    private static Driver driver(HikariDataSource pool) {
        String name = pool.getDriverClassName();
        if (name != null) {
            return (Driver) BeanUtils.instantiateClass(
                    ClassUtils.resolveClassName(name, UnpooledHikari.class.getClassLoader()));
        }
        try {
            return DriverManager.getDriver(pool.getJdbcUrl());
        } catch (SQLException e) {
            throw new EnvironmentException(
                    "No JDBC driver accepts the URL of the pool " + pool.getPoolName() + ".",
                    "Check spring.datasource.url: QAIL migrates PostgreSQL (jdbc:postgresql://…).",
                    e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        // Asked for every time: a pool may hand out passwords that expire.
        Credentials current = credentials != null ? credentials : pool.getCredentials();
        return getConnection(current.getUsername(), current.getPassword());
    }

    @Override
    public Connection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
        Connection connection = username == null ? source.getConnection() : source.getConnection(username, password);
        try {
            if (pool.getCatalog() != null) {
                connection.setCatalog(pool.getCatalog());
            }
            if (pool.getSchema() != null) {
                connection.setSchema(pool.getSchema());
            }
            if (pool.getConnectionInitSql() != null) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(pool.getConnectionInitSql());
                }
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection open(String database) throws SQLException {
        Credentials current = credentials != null ? credentials : pool.getCredentials();
        Connection connection = databases(current).open(database);
        if (pool.getConnectionInitSql() != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(pool.getConnectionInitSql());
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }

    private DatabaseConnections databases(Credentials current) {
        if (pool.getJdbcUrl() == null) {
            return DatabaseConnections.of(source);
        }
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        if (current.getUsername() != null) {
            properties.setProperty("user", current.getUsername());
        }
        if (current.getPassword() != null) {
            properties.setProperty("password", current.getPassword());
        }
        return DatabaseConnections.of(pool.getJdbcUrl(), properties);
    }
}
