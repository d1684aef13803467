package io.qail.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;

/** Starts the city directory. Nothing here mentions QAIL: the starter and {@code db/qail} are all it takes. */
@SpringBootApplication
public class SampleApplication {

    private static final Logger logger = LoggerFactory.getLogger(SampleApplication.class);

    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }

    @Bean
    ApplicationRunner databaseInUse(JdbcConnectionDetails database) {
        return arguments -> {
            // What follows the question mark may be a password.
            String url = database.getJdbcUrl().replaceFirst("\\?.*", "");
            logger.info("The city directory is ready on {}", url);
        };
    }
}
