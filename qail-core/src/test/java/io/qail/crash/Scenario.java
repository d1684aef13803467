package io.qail.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.history.BackupMode;
import io.qail.script.ScriptOptions;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.SnapshotOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with data that a migration drops; knows what may be left after a crash and what may not. */
final class Scenario {

    private static final int EMAILS = 400;
    private static final int SESSIONS = 300;

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final Path directory;
    private final BackupMode mode;

    Scenario(DataSource dataSource, Path directory, BackupMode mode) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.directory = directory;
        this.mode = mode;
    }

    void prepare() throws IOException {
        Files.createDirectories(directory.resolve("scripts"));
        script("V1__create.qail", """
                table users {
                  id bigint primary_key
                  email text
                }
                table sessions {
                  id bigint primary_key
                  user_id bigint references users(id)
                }
                """);
        qail(dataSource).migrate();
        jdbc.sql("INSERT INTO users SELECT i, CASE WHEN i <= " + EMAILS
                        + " THEN 'u' || i END FROM generate_series(1, 500) i")
                .update();
        jdbc.sql("INSERT INTO sessions SELECT i, i FROM generate_series(1, " + SESSIONS + ") i")
                .update();
        script("V2__drop.qail", """
                drop users.email
                drop sessions
                add users.nick text not_null default 'none'
                index concurrently users_nick on users (nick)
                """);
    }

    Qail qail(DataSource other) {
        QailOptions defaults = QailOptions.defaults();
        return new Qail(
                other,
                defaults.withScripts(new ScriptOptions(List.of("file:" + directory.resolve("scripts")), true))
                        .withSnapshots(new SnapshotOptions(directory.resolve("snapshots"), null, null, null))
                        .withMigrate(defaults.migrate().withBackupMode(mode)),
                List.of());
    }

    /** As it was, or migrated with its whole snapshot; then a further start succeeds. */
    void assertNothingIsLost() throws IOException {
        if (column("email")) {
            assertThat(count("SELECT count(email) FROM users")).isEqualTo(EMAILS);
            assertThat(count("SELECT count(*) FROM sessions")).isEqualTo(SESSIONS);
            assertThat(column("nick")).isFalse();
            assertThat(count("SELECT count(*) FROM _qail_migrations")).isOne();
            assertThat(count("SELECT count(*) FROM _qail_snapshots")).isZero();
            assertThat(count("SELECT count(*) FROM _qail_data_snapshots")).isZero();
        } else {
            assertMigrated();
        }
        qail(dataSource).migrate();
        assertMigrated();
        assertThat(count("SELECT count(*) FROM pg_index WHERE indexrelid = 'users_nick'::regclass AND indisvalid"))
                .isOne();
        assertThat(count("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).isZero();
        assertThat(qail(dataSource).migrate().applied()).isEmpty();
    }

    private void assertMigrated() throws IOException {
        assertThat(column("nick")).isTrue();
        assertThat(count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
        List<SnapshotManifest> snapshots = qail(dataSource).info(false).snapshots();
        assertThat(snapshots).hasSize(1);
        SnapshotManifest manifest = snapshots.get(0);
        assertThat(manifest.records()).isEqualTo(EMAILS + SESSIONS);
        if (mode == BackupMode.DATABASE) {
            assertThat(count("SELECT count(*) FROM _qail_data_snapshots WHERE snapshot_id = " + manifest.id()))
                    .isEqualTo(EMAILS + SESSIONS);
            assertThat(count("SELECT count(*) FROM _qail_data_snapshots")).isEqualTo(EMAILS + SESSIONS);
        } else {
            assertThat(rows(Path.of(manifest.location()))).isEqualTo(EMAILS + SESSIONS);
        }
    }

    private static long rows(Path location) throws IOException {
        long rows = 0;
        try (Stream<Path> files = Files.list(location)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".csv.gz")).toList()) {
                try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    rows += reader.lines().count() - 1;
                }
            }
        }
        return rows;
    }

    private boolean column(String name) {
        return count("SELECT count(*) FROM information_schema.columns WHERE table_name = 'users' AND column_name = '"
                        + name + "'")
                == 1;
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(directory.resolve("scripts").resolve(name), text);
    }
}
