package io.qail.cli;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.script.ScriptOptions;
import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowOptions;
import io.qail.shadow.ShadowPhase;
import io.qail.shadow.ShadowStatus;
import io.qail.shadow.SyncResult;
import io.qail.shadow.ValidationResult;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "shadow",
        description = {
            "Make a second database with the pending versions of a directory, and fill it while the first one serves.",
            "Copies every table as of one moment, catches up, and compares both. Called again, it goes on where it was. "
                    + "It takes scripts, versions or a schema.qail, and a database with a history; not OLD:NEW.",
            "Then `qail migrate promote` lets it serve, or `qail migrate abort` takes it away. Until then the database "
                    + "keeps the keys of changed rows."
        },
        footer = {
            "",
            "Examples:",
            "  qail migrate shadow --dir db/qail postgres://localhost/shop --dry-run",
            "  qail migrate shadow --dir db/qail postgres://localhost/shop"
        })
final class ShadowCommand implements Callable<Integer> {

    private static final Set<ShadowPhase> GOES_ON =
            Set.of(ShadowPhase.CREATED, ShadowPhase.SYNCED, ShadowPhase.VALID, ShadowPhase.INVALID);

    @Mixin
    private Output output;

    @Mixin
    private Database database;

    @Mixin
    private ScriptDirectory scripts;

    @Mixin
    private ShadowFlags flags;

    @Option(names = "--dry-run", description = "Show what would travel and what is in the way; change nothing.")
    private boolean dryRun;

    @Option(names = "--name", paramLabel = "NAME", description = "Of the shadow. Default: the database's with _shadow.")
    private @Nullable String name;

    @Option(names = "--parallelism", paramLabel = "N", description = "How many tables are copied at once. Default: 2.")
    private @Nullable Integer parallelism;

    @Option(
            names = "--replace",
            description = "Begin anew where QAIL made a shadow before, or promoted one: the way back ends with that.")
    private boolean replace;

    @Parameters(paramLabel = "URL", arity = "0..1", description = "The database. Default: what PGHOST … say.")
    private @Nullable String url;

    /** The document of {@code --json}. */
    record Document(ShadowStatus status, SyncResult sync, ValidationResult validation) {}

    @Override
    public Integer call() {
        String location = SchemaFiles.locationOf(scripts.required());
        Qail qail = database.qail(url, options -> options(options, location));
        ShadowSteps steps = new ShadowSteps(output);
        Shadow shadow = ShadowFlags.of(qail, database.url(url), steps);
        if (dryRun) {
            ShadowText.Planned plan = ShadowText.Planned.of(shadow.plan());
            output.result(plan);
            output.result(ShadowText.render(plan));
            return (plan.refusals().isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
        }
        ShadowStatus before = shadow.status();
        if (GOES_ON.contains(before.phase()) && !replace) {
            goOn(qail, before);
        } else {
            steps.during(shadow::create);
        }
        SyncResult sync = steps.during(shadow::sync);
        ValidationResult validation = steps.during(() -> {
            steps.step(3, 4, "Comparing both databases");
            return shadow.validate();
        });
        ShadowStatus status = shadow.status();
        output.result(new Document(status, sync, validation));
        if (!validation.valid()) {
            output.error("error: The shadow " + status.shadow() + " is not what the database is:\n    "
                    + String.join("\n    ", validation.problems())
                    + "\n\nIt cannot be promoted. Take it away with `qail migrate abort`.");
            return ExitCode.DRIFTED.code();
        }
        output.say("The shadow " + status.shadow() + " is ready: `qail migrate promote` lets it serve as "
                + status.database() + ", `qail migrate abort` takes it away.");
        return ExitCode.OK.code();
    }

    private void goOn(Qail qail, ShadowStatus before) {
        List<String> pending = qail.plan().stream()
                .map(version -> version.migration().version())
                .toList();
        if (!pending.equals(before.versions())) {
            throw new CommandEnd(
                    ExitCode.DRIFTED,
                    "The shadow " + before.shadow() + " was made with the versions " + before.versions()
                            + ", and pending are now " + pending,
                    "Begin anew with --replace, or take it away with `qail migrate abort`.");
        }
        output.say("Going on with the shadow " + before.shadow() + ".");
    }

    private QailOptions options(QailOptions options, String location) {
        QailOptions own = flags.options(options).withScripts(new ScriptOptions(List.of(location), true));
        ShadowOptions shadow = own.shadow().withName(name).withReplace(replace);
        return own.withShadow(parallelism == null ? shadow : shadow.withParallelism(parallelism));
    }
}
