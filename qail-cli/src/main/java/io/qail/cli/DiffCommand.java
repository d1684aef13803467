package io.qail.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Show what differs between two schemas, each a file, a directory or a database.",
        footer = {
            "",
            "Examples:",
            "  qail diff v1.qail v2.qail",
            "  qail diff --format sql postgres://localhost/shop schema.qail"
        })
final class DiffCommand implements Callable<Integer> {

    /** How the difference is written. */
    enum Format {
        text,
        sql,
        json
    }

    @Mixin
    private Output output;

    @Mixin
    private Database database;

    @Parameters(index = "0", paramLabel = "OLD", description = "File, directory or URL.")
    private String from;

    @Parameters(index = "1", paramLabel = "NEW", description = "File, directory or URL.")
    private String to;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}. Default: text.")
    private Format format = Format.text;

    @Override
    public Integer call() {
        List<ShownPlan> plans = new SidePlans(database).between(from, to);
        if (output.json() || format == Format.json) {
            output.document(
                    plans.stream().flatMap(plan -> plan.steps().stream()).toList());
        } else if (format == Format.sql) {
            plans.forEach(plan -> plan.statements().forEach(sql -> output.product(sql + ";")));
        } else {
            String lines = plans.stream()
                    .flatMap(plan -> plan.steps().stream())
                    .map(step -> step.sign() + " " + step.action() + " " + step.object())
                    .collect(Collectors.joining("\n"));
            output.say(lines.isEmpty() ? "No difference." : lines);
        }
        return ExitCode.OK.code();
    }
}
