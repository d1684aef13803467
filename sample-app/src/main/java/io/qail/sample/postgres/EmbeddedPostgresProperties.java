package io.qail.sample.postgres;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the embedded server.
 *
 * @param directory where its data lives on between two starts, relative to the working directory
 * @param createdb whether the application's role may make databases, as a shadow database needs it
 */
@ConfigurationProperties("sample.postgres")
record EmbeddedPostgresProperties(
        @DefaultValue("data/postgres") Path directory,
        @DefaultValue("false") boolean createdb) {}
