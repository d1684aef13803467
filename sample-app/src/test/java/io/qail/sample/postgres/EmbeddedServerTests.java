package io.qail.sample.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedServerTests {

    @TempDir
    private Path directory;

    @Test
    void dataSurvivesAndTheOwnerHasNoPrivilege() {
        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            jdbc(server).sql("CREATE TABLE kept AS SELECT 42 AS answer").update();
        }
        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            assertThat(jdbc(server)
                            .sql("SELECT answer FROM kept")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(42);
            assertThat(jdbc(server)
                            .sql("SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles"
                                    + " WHERE rolname = current_user")
                            .query(Boolean.class)
                            .single())
                    .isFalse();
        }
    }

    @Test
    void secondApplicationOnTheSameDirectoryIsRefusedAndTheFirstServesOn() {
        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> EmbeddedServer.start(directory))
                    .withMessageContaining("Another running application")
                    .withMessageContaining(directory.toString());
            assertThat(jdbc(server).sql("SELECT 1").query(Integer.class).single())
                    .isEqualTo(1);
        }
    }

    @Test
    void serverOfAKilledApplicationIsStoppedAndItsDataKept() throws Exception {
        kill(startApplication());
        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            assertThat(jdbc(server)
                            .sql("SELECT answer FROM kept")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(42);
        }
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void pidFileWithTheNumberOfAnotherProcessIsNoObstacle() throws Exception {
        EmbeddedServer.start(directory).close();
        Files.write(
                pidFile(),
                List.of(
                        String.valueOf(ProcessHandle.current().pid()),
                        directory.resolve("cluster").toString(),
                        "1700000000",
                        "5432",
                        "/tmp",
                        "localhost",
                        "        1         1",
                        "ready   "));
        try (EmbeddedServer server = EmbeddedServer.start(directory)) {
            assertThat(jdbc(server).sql("SELECT 1").query(Integer.class).single())
                    .isEqualTo(1);
        }
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    private Path pidFile() {
        return directory.resolve("cluster").resolve("postmaster.pid");
    }

    private Process startApplication() throws IOException {
        Process application = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        StringBuilder output = new StringBuilder();
        try (var lines = application.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.equals(Application.READY)) {
                    return application;
                }
            }
        }
        throw new IllegalStateException(output.toString());
    }

    private static void kill(Process application) throws InterruptedException {
        application.destroyForcibly().waitFor();
    }

    private static JdbcClient jdbc(EmbeddedServer server) {
        return JdbcClient.create(new DriverManagerDataSource(server.url(), EmbeddedServer.OWNER, ""));
    }

    /** To be killed. */
    static final class Application {

        static final String READY = "The row is committed";

        private Application() {}

        public static void main(String[] args) throws InterruptedException {
            EmbeddedServer server = EmbeddedServer.start(Path.of(args[0]));
            jdbc(server).sql("CREATE TABLE kept AS SELECT 42 AS answer").update();
            System.out.println(READY);
            Thread.currentThread().join();
        }
    }
}
