package io.qail.benchmark;

import io.qail.history.BackupMode;
import io.qail.rollback.Restored;
import io.qail.rollback.RollbackRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** Goes back to version 1, and prints how many records came back and the most memory that this process ever had. */
final class RollingBackJvm {

    private RollingBackJvm() {}

    public static void main(String[] arguments) throws IOException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        long records = MigratingJvm.qail(dataSource, Path.of(arguments[1]), BackupMode.valueOf(arguments[2]))
                .rollback(RollbackRequest.to("1"))
                .restored()
                .stream()
                .mapToLong(Restored::restored)
                .sum();
        System.out.println("records=" + records);
        System.out.println("rss=" + MigratingJvm.peakKilobytes());
    }
}
