package io.qail.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.qail.Qail;
import io.qail.migrate.MigrationInfo;
import io.qail.script.ScriptOptions;
import io.qail.shadow.ShadowStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Show the history of a database, what is pending, its snapshots, and its shadow.",
        footer = {
            "",
            "Examples:",
            "  qail migrate status postgres://localhost/shop",
            "  qail migrate status --drift --json postgres://localhost/shop"
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private ScriptDirectory scripts;

    @Option(names = "--drift", description = "Compare the database with its history too; code 5 when it differs.")
    private boolean drift;

    /** The document of {@code --json}: the shadow stands beside what else there is to say. */
    record Document(@JsonUnwrapped MigrationInfo info, ShadowStatus shadow) {}

    @Override
    public Integer call() {
        Optional<Path> directory = scripts.find();
        Qail qail = database.qail(options -> directory
                .map(dir -> options.withScripts(new ScriptOptions(List.of(SchemaFiles.locationOf(dir)), true)))
                .orElse(options));
        MigrationInfo info = directory.isPresent() ? qail.info(drift) : qail.infoWithoutScripts(drift);
        ShadowStatus shadow = qail.shadow().status();
        output.result(new Document(info, shadow));
        ExitCode code = info.drift().isEmpty() ? ExitCode.OK : ExitCode.DRIFTED;
        output.result(StatusText.render(info, shadow), code);
        return code.code();
    }
}
