package io.qail.spring.boot.autoconfigure;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.SchemaManagement;
import org.springframework.boot.jdbc.SchemaManagementProvider;

/** Tells Hibernate's default of {@code ddl-auto} that somebody else looks after the schema. */
final class QailSchemaManagementProvider implements SchemaManagementProvider {

    private final @Nullable DataSource migrated;

    QailSchemaManagementProvider(@Nullable DataSource migrated) {
        this.migrated = migrated;
    }

    @Override
    public SchemaManagement getSchemaManagement(DataSource dataSource) {
        return dataSource.equals(migrated) ? SchemaManagement.MANAGED : SchemaManagement.UNMANAGED;
    }
}
