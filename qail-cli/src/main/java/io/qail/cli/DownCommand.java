package io.qail.cli;

import io.qail.migrate.Transition;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "down",
        description = {
            "Take a database from the schema NEW back to the schema OLD, with its records.",
            "Where its history has a version with the schema OLD, the versions above it are rolled back. Where it has "
                    + "none, there is no snapshot to bring records back from: it is then a step like `up`, and says so."
        },
        footer = {
            "",
            "Examples:",
            "  qail migrate down v2.qail:v1.qail postgres://localhost/shop",
            "  qail migrate down v2.qail:v1.qail postgres://localhost/shop --no-data"
        })
final class DownCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private Backup backup;

    @Mixin
    private RollbackFlags flags;

    @Parameters(
            index = "0",
            paramLabel = "NEW:OLD",
            converter = Sides.Converter.class,
            description = "Two files or directories.")
    private Sides sides;

    @Override
    public Integer call() {
        Transition back = sides.transition();
        Optional<String> version = database.qail().versionOf(back);
        if (version.isPresent()) {
            new RollbackRun(database, backup, output).run(flags.request(version.get()));
        } else {
            output.say("No version of this database's history has the schema " + sides.to()
                    + ": there are no records to bring back.");
            new TransitionRun(database, backup, output).run(back);
        }
        return ExitCode.OK.code();
    }
}
