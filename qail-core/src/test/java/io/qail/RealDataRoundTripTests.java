package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.history.BackupMode;
import io.qail.rollback.Conflict;
import io.qail.rollback.Restored;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * There and back on data that nobody made up. S1, S3, S4, S6. {@code -Dqail.test.cities=…/cities.csv.gz} takes another file
 * than the 30,000 places of the sample application; {@code -Dqail.test.chinook=…/Chinook_PostgreSql.sql} adds that database.
 */
@PostgresTest
class RealDataRoundTripTests {

    private static final Logger log = LoggerFactory.getLogger(RealDataRoundTripTests.class);

    private final TestDatabase databases;

    RealDataRoundTripTests(TestDatabase databases) {
        this.databases = databases;
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void theCitiesOfTheWorldComeBack(BackupMode mode) throws SQLException, IOException {
        TestProject project = new TestProject(databases.fresh())
                .migrating(o -> o.withBackupMode(mode))
                .script("V1__cities.qail", """
                        table countries {
                          code varchar(2) primary_key
                          cities int not_null
                        }
                        table cities {
                          geoname_id bigint primary_key
                          name varchar(100) not_null
                          country_code varchar(2) not_null
                          region_code text
                          feature_code varchar(8) not_null
                          population text not_null
                          longitude numeric(8,5) not_null
                          latitude numeric(8,5) not_null
                        }
                        table places {
                          name text
                          feature text
                          latitude double precision
                        }
                        """);
        project.migrate();
        load(project.database());
        project.database()
                .execute(
                        "INSERT INTO countries SELECT country_code, count(*) FROM cities GROUP BY 1",
                        "ALTER TABLE cities ADD CONSTRAINT fk_country FOREIGN KEY (country_code) REFERENCES countries (code)",
                        "INSERT INTO places SELECT name, feature_code, latitude FROM cities",
                        "ALTER TABLE cities DROP CONSTRAINT fk_country");
        project.script("V2__types.qail", """
                rename cities.geoname_id -> cities.id
                alter cities.population integer
                transform population::integer -> cities.population
                alter cities.longitude numeric(6,2)
                add cities.kind text
                transform left(feature_code, 3) -> cities.kind
                drop cities.feature_code
                drop places.feature
                """)
                .script("V2.1__places.qail", "alter places.latitude real")
                .script("V3__drops.qail", """
                rename cities -> towns
                drop towns.region_code
                transform upper(name) -> towns.name
                drop countries
                drop places
                """);
        thereAndBackTwice(project);
    }

    private static void load(TestDatabase database) throws SQLException, IOException {
        Path file = Path.of(
                System.getProperty("qail.test.cities", "../sample-app/src/main/resources/db/qail/cities.csv.gz"));
        try (Connection connection = database.connection();
                InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY cities FROM STDIN (FORMAT csv, HEADER, ENCODING 'UTF8')", in);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    @EnabledIfSystemProperty(named = "qail.test.chinook", matches = ".+")
    void chinookComesBack(BackupMode mode) throws SQLException, IOException {
        TestDatabase database = databases.fresh();
        String text = Files.readString(Path.of(System.getProperty("qail.test.chinook")));
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            // What comes before makes the database.
            statement.execute(text.substring(text.indexOf("CREATE TABLE")));
        }
        TestProject project = new TestProject(database)
                .migrating(o -> o.withBackupMode(mode).withBaseline(true, "1"))
                .script("V2__invoices.qail", """
                        drop invoice_line
                        drop playlist_track
                        drop customer.fax
                        drop customer.company
                        alter track.unit_price numeric(10,1)
                        rename employee.title -> employee.position
                        add customer.full_name text
                        transform first_name || ' ' || last_name -> customer.full_name
                        drop customer.first_name
                        drop customer.last_name
                        """)
                .script("V3__songs.qail", """
                        rename track -> songs
                        drop songs.composer
                        drop album.artist_id
                        drop artist
                        transform upper(name) -> genre.name
                        drop employee.reports_to
                        alter invoice.invoice_date date
                        """);
        thereAndBackTwice(project);
    }

    private static void thereAndBackTwice(TestProject project) {
        DatabaseContent before = DatabaseContent.of(project.database());
        DatabaseContent after = null;
        for (int round = 0; round < 2; round++) {
            assertThat(project.migrateVersions()).endsWith("3");
            DatabaseContent migrated = DatabaseContent.of(project.database());
            after = after == null ? migrated : after;
            assertThat(migrated).isEqualTo(after).isNotEqualTo(before);
            RollbackResult result =
                    project.qail().rollback(RollbackRequest.to("1").preferring(Conflict.PREFER_SNAPSHOT));
            assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
            log.info(
                    "{} records of {} tables and columns came back",
                    result.restored().stream().mapToLong(Restored::restored).sum(),
                    result.restored().size());
        }
    }
}
