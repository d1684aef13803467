package io.qail.cli;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.shadow.DatabaseConnections;
import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowListener;
import io.qail.shadow.ShadowOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command has that works on a shadow database. */
final class ShadowFlags {

    @Option(
            names = "--maintenance-database",
            paramLabel = "NAME",
            description = "From where databases are made, renamed and dropped. Default: postgres.")
    private @Nullable String maintenanceDatabase;

    QailOptions options(QailOptions options) {
        ShadowOptions shadow = options.shadow();
        return options.withShadow(
                maintenanceDatabase == null ? shadow : shadow.withMaintenanceDatabase(maintenanceDatabase));
    }

    /** The shadow of the database of an engine, watched while it is worked on. */
    static Shadow of(Qail qail, DatabaseUrl url, ShadowListener listener) {
        return qail.shadow(DatabaseConnections.of(url.dataSource()), List.of(listener));
    }
}
