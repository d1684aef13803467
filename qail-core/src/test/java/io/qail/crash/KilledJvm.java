package io.qail.crash;

import io.qail.history.BackupMode;
import java.io.IOException;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** A JVM of its own that migrates and is killed by SIGKILL at the given statement. */
final class KilledJvm {

    private KilledJvm() {}

    public static void main(String[] arguments) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        dataSource.setUser(arguments[1]);
        dataSource.setPassword(arguments[2]);
        FaultyDataSource faulty =
                new FaultyDataSource(dataSource, Integer.parseInt(arguments[5]), false, connection -> kill());
        new Scenario(dataSource, Path.of(arguments[3]), BackupMode.valueOf(arguments[4]))
                .qail(faulty.dataSource())
                .migrate();
    }

    static void kill() {
        try {
            new ProcessBuilder(
                            "kill", "-9", String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            Runtime.getRuntime().halt(137);
        }
    }
}
