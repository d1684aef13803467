package io.qail.benchmark;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.script.ScriptOptions;
import io.qail.snapshot.SnapshotOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** Migrates once, and prints how many records were at risk and the most memory that this process ever had. */
final class MigratingJvm {

    private MigratingJvm() {}

    public static void main(String[] arguments) throws IOException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        Path directory = Path.of(arguments[1]);
        long records = qail(dataSource, directory, BackupMode.valueOf(arguments[2])).migrate().applied().stream()
                .mapToLong(HistoryEntry::recordsAtRisk)
                .sum();
        System.out.println("records=" + records);
        System.out.println("rss=" + peakKilobytes());
    }

    static Qail qail(PGSimpleDataSource dataSource, Path directory, BackupMode mode) {
        QailOptions options = QailOptions.defaults()
                .withScripts(new ScriptOptions(List.of("file:" + directory.resolve("scripts")), true))
                .withSnapshots(new SnapshotOptions(directory.resolve("snapshots"), null, null, null));
        return new Qail(dataSource, options.withMigrate(options.migrate().withBackupMode(mode)), List.of());
    }

    static String peakKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElse("0");
    }
}
