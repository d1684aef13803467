package io.qail.cli;

import io.qail.QailOptions;
import io.qail.migrate.PlannedMigration;
import io.qail.script.ScriptOptions;
import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowOptions;
import io.qail.shadow.ShadowPhase;
import io.qail.shadow.ShadowPlan;
import io.qail.shadow.ShadowStatus;
import io.qail.shadow.SyncResult;
import io.qail.shadow.ValidationResult;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "shadow",
        description = {
            "Make a second database with the schema NEW, or with the pending versions of a directory, and fill it while "
                    + "the first one serves.",
            "Copies every table as of one moment, catches up, and compares both. Called again, it goes on where it was. "
                    + "OLD:NEW needs no history, but a database that is at OLD; a directory needs a history.",
            "Then `qail migrate promote` lets it serve, or `qail migrate abort` takes it away. Until then the database "
                    + "keeps the keys of changed rows."
        },
        footer = {
            "",
            "Examples:",
            "  qail migrate shadow v1.qail:v2.qail postgres://localhost/shop",
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
            description =
                    "Start again where QAIL made a shadow before, which is dropped, or promoted one: that promotion "
                            + "can no longer be undone.")
    private boolean replace;

    @Option(
            names = "--drop",
            paramLabel = "NAME",
            description = "The shadow that --replace drops. Default: ask on a terminal.")
    private @Nullable String drop;

    @Parameters(
            index = "0",
            paramLabel = "OLD:NEW",
            arity = "0..1",
            converter = First.Converter.class,
            description = "Two files or directories. Default: the scripts of --dir.")
    private @Nullable First first;

    @Parameters(
            index = "1",
            paramLabel = "URL",
            arity = "0..1",
            description = "The database. Default: what PGHOST … say.")
    private @Nullable String second;

    /** {@code OLD:NEW}, or the URL where that stands alone. */
    private record First(@Nullable Sides sides, @Nullable String url) {

        /** For picocli. */
        static final class Converter implements ITypeConverter<First> {

            @Override
            public First convert(String text) {
                return DatabaseUrl.isUrl(text) ? new First(null, text) : new First(Sides.of(text), null);
            }
        }
    }

    /** The document of {@code --json}. */
    record Document(ShadowStatus status, SyncResult sync, ValidationResult validation) {}

    @Override
    public Integer call() {
        ShadowSteps steps = new ShadowSteps(output);
        Shadow shadow = shadow(steps);
        if (dryRun) {
            ShadowText.Planned plan = ShadowText.Planned.of(shadow.plan());
            output.result(plan);
            ExitCode code = plan.refusals().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
            output.result(ShadowText.render(plan), code);
            return code.code();
        }
        ShadowStatus before = shadow.status();
        if (GOES_ON.contains(before.phase()) && !replace) {
            goOn(shadow.plan(), before);
        } else {
            ShadowPlan plan = shadow.plan();
            sayWhatStays(plan);
            if (before.shadow() != null && replace) {
                new NamedDatabase(output).confirm(before.shadow(), drop, "--drop");
            }
            steps.during(() -> shadow.create(plan.hash()));
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

    /** Nothing is lost: the database that serves now has it, and is kept. */
    private void sayWhatStays(ShadowPlan plan) {
        for (PlannedMigration version : plan.versions()) {
            String impact = PlanText.impact(version.impact());
            if (!impact.isEmpty()) {
                output.say(impact + "\n\nThe shadow lacks these records; " + plan.database()
                        + " keeps them, also under another name after a promotion.");
            }
        }
    }

    private void goOn(ShadowPlan plan, ShadowStatus before) {
        if (!plan.hash().equals(before.planHash())) {
            List<String> pending = plan.versions().stream()
                    .map(version -> version.migration().version())
                    .toList();
            throw new CommandEnd(
                    ExitCode.DRIFTED,
                    "The shadow " + before.shadow() + " was made with the versions " + before.versions()
                            + (pending.equals(before.versions())
                                    ? ", and what they say, or the database, is another now"
                                    : ", and pending are now " + pending),
                    "Begin anew with --replace, or take it away with `qail migrate abort`.");
        }
        output.say("Going on with the shadow " + before.shadow() + ".");
    }

    private Shadow shadow(ShadowSteps steps) {
        Sides sides = first == null ? null : first.sides();
        String url = first == null || first.url() == null ? second : first.url();
        if (first != null && first.url() != null && second != null) {
            throw new CommandEnd(ExitCode.USAGE, "the URL is the last argument", "Write OLD:NEW in front of it.");
        }
        if (sides == null) {
            ScriptOptions location = new ScriptOptions(List.of(SchemaFiles.locationOf(scripts.required())), true);
            return ShadowFlags.of(
                    database.qail(url, options -> options(options).withScripts(location)), database.url(url), steps);
        }
        if (scripts.isNamed()) {
            throw new CommandEnd(ExitCode.USAGE, "OLD:NEW and --dir are two ways to the same", "Name one of them.");
        }
        return ShadowFlags.of(database.qail(url, this::options), database.url(url), steps)
                .towards(sides.transition());
    }

    private QailOptions options(QailOptions options) {
        QailOptions own = flags.options(options);
        ShadowOptions shadow = own.shadow().withName(name).withReplace(replace);
        return own.withShadow(parallelism == null ? shadow : shadow.withParallelism(parallelism));
    }
}
