package io.qail.cli;

import io.qail.migrate.Transition;
import io.qail.script.Scripts;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "up",
        description = {
            "Take a database from the schema OLD to the schema NEW.",
            "It needs no history, but must be at OLD. Shows what is at risk, asks on a terminal, then migrates in one "
                    + "transaction. What NEW leaves out goes once that is confirmed."
        },
        footer = {
            "",
            "Examples:",
            "  qail migrate up v1.qail:v2.qail postgres://localhost/shop",
            "  qail migrate up v1.qail:v2.qail postgres://localhost/shop --backup-mode database"
        })
final class UpCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Database database;

    @Mixin
    private Backup backup;

    @Parameters(
            index = "0",
            paramLabel = "OLD:NEW",
            converter = Sides.Converter.class,
            description = "Two files or directories.")
    private Sides sides;

    @Parameters(
            index = "1",
            paramLabel = "URL",
            arity = "0..1",
            description = "The database. Default: what PGHOST … say.")
    private @Nullable String url;

    @Override
    public Integer call() {
        Scripts.Declarative from = SchemaFiles.schema(Path.of(sides.from()));
        Scripts.Declarative to = SchemaFiles.schema(Path.of(sides.to()));
        new TransitionRun(database, backup, output).run(Transition.between(from, to), url);
        return ExitCode.OK.code();
    }
}
