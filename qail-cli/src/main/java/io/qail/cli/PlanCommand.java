package io.qail.cli;

import io.qail.impact.ImpactReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = {
            "Show the SQL, locks and hazards of the way from OLD to NEW.",
            "Where OLD is a database, its records at risk are counted; changes nothing.",
            "A directory of versions behind a database is planned version by version.",
            "Where only NEW is a database, expressions are compared as they are written."
        },
        footer = {
            "",
            "Examples:",
            "  qail migrate plan v1.qail:v2.qail",
            "  qail migrate plan --json --fail-on-data-loss postgres://localhost/shop:db/qail"
        })
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Database database;

    @Parameters(
            paramLabel = "OLD:NEW",
            converter = Sides.Converter.class,
            description = "Two files, directories or URLs with a colon between them.")
    private Sides sides;

    @Option(
            names = "--fail-on-data-loss",
            description = "End with code 3 when records are at risk; between files: when the plan can destroy any.")
    private boolean failOnDataLoss;

    /**
     * The document of {@code --json}.
     *
     * @param dataLoss whether records are at risk, or may be where there is no database to look at
     * @param recordsAtRisk as far as they were counted
     */
    record Document(boolean dataLoss, long recordsAtRisk, List<ShownPlan> plans) {}

    @Override
    public Integer call() {
        List<ShownPlan> plans = new SidePlans(database).between(sides.from(), sides.to());
        boolean loss = plans.stream().anyMatch(ShownPlan::losesData);
        output.result(new Document(
                loss, plans.stream().mapToLong(PlanCommand::records).sum(), plans));
        ExitCode code = failOnDataLoss && loss ? ExitCode.REFUSED : ExitCode.OK;
        output.result(PlanText.render(plans), code);
        return code.code();
    }

    private static long records(ShownPlan plan) {
        ImpactReport impact = plan.impact();
        return impact == null ? 0 : impact.recordsAtRisk();
    }
}
