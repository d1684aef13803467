package io.qail.benchmark;

import io.qail.Qail;
import io.qail.history.BackupMode;
import io.qail.shadow.Shadow;
import java.io.IOException;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes and fills a shadow, and prints how many rows were copied and the most memory that this process ever had. */
final class ShadowingJvm {

    private ShadowingJvm() {}

    public static void main(String[] arguments) throws IOException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        Shadow shadow = qail(dataSource, Path.of(arguments[1])).shadow();
        shadow.create();
        System.out.println("rows=" + shadow.sync().rows());
        System.out.println("rss=" + MigratingJvm.peakKilobytes());
    }

    static Qail qail(PGSimpleDataSource dataSource, Path directory) {
        return MigratingJvm.qail(dataSource, directory, BackupMode.FAIL);
    }
}
