package io.qail.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/** A JVM of its own that makes and promotes a shadow, and is killed by SIGKILL at the given statement. */
final class KilledShadowJvm {

    private KilledShadowJvm() {}

    public static void main(String[] arguments) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        dataSource.setUser(arguments[1]);
        dataSource.setPassword(arguments[2]);
        ShadowScenario.whole(ShadowScenario.qail(dataSource, Path.of(arguments[3]))
                .shadow(
                        ShadowScenario.faulty(
                                dataSource,
                                new AtomicInteger(),
                                Integer.parseInt(arguments[4]),
                                connection -> KilledJvm.kill()),
                        List.of()));
    }
}
