package io.qail.cli;

import io.qail.impact.ImpactReport;
import io.qail.impact.ImpactReportText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes plans for people: the SQL, the locks, what is at risk. */
final class PlanText {

    private PlanText() {}

    static String render(List<ShownPlan> plans) {
        return plans.isEmpty()
                ? "Nothing to do."
                : plans.stream().map(PlanText::render).collect(Collectors.joining("\n\n"));
    }

    private static String render(ShownPlan plan) {
        List<String> parts = new ArrayList<>();
        String title = plan.version() == null ? "" : "Version " + plan.version() + "\n";
        parts.add(title + statements(plan.statements()));
        ImpactReport impact = plan.impact();
        if (impact == null) {
            parts.add(locks(plan.steps()));
            parts.add(hazards(plan));
        } else {
            parts.add(titled("Locks", ImpactReportText.renderLocks(impact)));
            parts.add(impact(impact));
        }
        parts.removeIf(String::isEmpty);
        return String.join("\n\n", parts);
    }

    /** The box with what is at risk, and why; empty where nothing is. */
    static String impact(ImpactReport impact) {
        if (impact.findings().isEmpty()) {
            return "";
        }
        String reasons = ImpactReportText.renderReasons(impact);
        return ImpactReportText.render(impact) + (reasons.isEmpty() ? "" : "\n" + reasons);
    }

    private static String statements(List<String> statements) {
        return statements.isEmpty()
                ? "Nothing to do."
                : String.join(
                        "\n",
                        statements.stream()
                                .map(sql -> "  " + sql.replace("\n", "\n  ") + ";")
                                .toList());
    }

    private static String locks(List<Step> steps) {
        return titled(
                "Locks",
                String.join(
                        "\n",
                        steps.stream()
                                .filter(step -> step.lock() != null)
                                .map(step -> "  " + step.action() + " " + step.object() + ": " + step.lock()
                                        + (step.rewrites() ? ", rewrites the table" : ""))
                                .toList()));
    }

    private static String hazards(ShownPlan plan) {
        return titled(
                "Hazards",
                String.join(
                        "\n",
                        plan.steps().stream()
                                .filter(step -> step.hazard() != null)
                                .map(step -> "  " + step.action() + " " + step.object() + ": " + step.hazard())
                                .toList()));
    }

    private static String titled(String title, String text) {
        return text.isEmpty() ? "" : title + "\n" + text;
    }
}
