package io.qail.spring.boot.autoconfigure;

import io.qail.error.EnvironmentException;
import io.qail.shadow.DatabaseConnections;
import io.qail.shadow.ShadowListener;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ClassUtils;

/**
 * Chooses what QAIL migrates with:
 *
 * <ol>
 *   <li>the bean marked with {@link QailDataSource};
 *   <li>else the application's primary or only data source, with {@code qail.user} in the place of its user when that is
 *       set.
 * </ol>
 *
 * A pool of one connection is gone around: a migration can need two, and would wait for the second for ever.
 */
final class MigrationDataSource {

    private static final boolean HIKARI_PRESENT =
            ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", MigrationDataSource.class.getClassLoader());

    private static final String DECLARE_ONE =
            "declare a DataSource bean for the migration and mark it with @QailDataSource.";

    private final QailProperties properties;
    private final ListableBeanFactory beanFactory;

    MigrationDataSource(QailProperties properties, ListableBeanFactory beanFactory) {
        this.properties = properties;
        this.beanFactory = beanFactory;
    }

    DataSource choose(ObjectProvider<DataSource> dataSources, ObjectProvider<DataSource> marked) {
        DataSource own = marked.getIfAvailable();
        if (own != null && properties.user() != null) {
            throw new EnvironmentException(
                    "Both qail.user and a @QailDataSource bean say who migrates.",
                    "Remove qail.user and qail.password, or the bean.");
        }
        if (properties.user() == null && properties.password() != null) {
            throw new EnvironmentException(
                    "qail.password is set without qail.user.", "Set qail.user as well, or remove it.");
        }
        DataSource chosen = own != null ? own : primary(dataSources);
        String user = properties.user();
        if (HIKARI_PRESENT) {
            DataSource unpooled = UnpooledHikari.replacing(chosen, user, properties.password());
            if (unpooled != null) {
                return unpooled;
            }
        }
        return user == null ? chosen : derived(chosen, user, properties.password());
    }

    /** How to reach the other databases of the server: as the pool would, or as the core can derive it. */
    static DatabaseConnections databases(DataSource dataSource) {
        DatabaseConnections pooled = HIKARI_PRESENT ? UnpooledHikari.databases(dataSource) : null;
        return pooled != null
                ? pooled
                : name -> DatabaseConnections.of(dataSource).open(name);
    }

    /** What lets the application's pool wait while databases change names; empty where it has no pool that can. */
    static Optional<ShadowListener> pause(@Nullable DataSource dataSource) {
        return HIKARI_PRESENT && dataSource != null ? HikariPause.of(dataSource) : Optional.empty();
    }

    private DataSource primary(ObjectProvider<DataSource> dataSources) {
        DataSource primary = dataSources.getIfUnique();
        if (primary == null) {
            String[] names = beanFactory.getBeanNamesForType(DataSource.class, true, false);
            Arrays.sort(names);
            throw new EnvironmentException(
                    "QAIL cannot tell which DataSource to migrate: there are " + String.join(", ", names)
                            + ", and none is primary.",
                    "Mark the one of the application with @Primary, or " + DECLARE_ONE);
        }
        return primary;
    }

    private static DataSource derived(DataSource dataSource, String user, @Nullable String password) {
        try {
            return DataSourceBuilder.derivedFrom(dataSource)
                    .type(SimpleDriverDataSource.class)
                    .username(user)
                    .password(password)
                    .build();
        } catch (RuntimeException e) {
            throw new EnvironmentException(
                    "qail.user is set, but a DataSource with another user cannot be derived from one of type "
                            + dataSource.getClass().getName() + ".",
                    "Remove qail.user and " + DECLARE_ONE,
                    e);
        }
    }
}
