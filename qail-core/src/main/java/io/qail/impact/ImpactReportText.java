package io.qail.impact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report as people read it in the log and on the command line. */
public final class ImpactReportText {

    private static final String TITLE = "🚨 Migration Impact Analysis";
    private static final String RULE = "━".repeat(28);

    private ImpactReportText() {}

    /** Title, one line for each operation that puts something at risk, fails or is not analysed, and the total. */
    public static String render(ImpactReport report) {
        List<Impact> shown =
                report.impacts().stream().filter(ImpactReportText::isShown).toList();
        int actions = width(shown.stream().map(Impact::action).toList());
        int objects = width(shown.stream().map(Impact::object).toList());
        List<String> lines = new ArrayList<>(List.of(TITLE, RULE));
        for (Impact impact : shown) {
            lines.add("  " + pad(impact.action(), actions) + " " + pad(impact.object(), objects) + " → "
                    + consequence(impact));
        }
        if (!shown.isEmpty()) {
            lines.add(RULE);
        }
        lines.add("  Total: " + number(report.recordsAtRisk(), report.estimated())
                + (report.recordsAtRisk() == 1 ? " record" : " records") + " at risk");
        return String.join("\n", lines);
    }

    /** Why the shown records are at risk and what goes along, one line each; empty where there is nothing to say. */
    public static String renderReasons(ImpactReport report) {
        return String.join(
                "\n",
                report.impacts().stream()
                        .filter(impact -> impact.reason() != null)
                        .map(impact -> "  " + impact.action() + " " + impact.object() + ": " + impact.reason())
                        .toList());
    }

    /** The locks on existing tables and for how long writers will about have to wait; empty where there are none. */
    public static String renderLocks(ImpactReport report) {
        List<Impact> locking = report.impacts().stream()
                .filter(impact -> impact.lock() != null)
                .toList();
        int actions = width(locking.stream().map(Impact::action).toList());
        int objects = width(locking.stream().map(Impact::object).toList());
        List<String> lines = new ArrayList<>();
        for (Impact impact : locking) {
            lines.add("  " + pad(impact.action(), actions) + " " + pad(impact.object(), objects) + " "
                    + impact.lock() + ", " + size(impact.tableBytes())
                    + (impact.rewrites() ? ", rewrites the table" : "")
                    + ", expected pause " + pause(impact.expectedPause()));
        }
        return String.join("\n", lines);
    }

    private static boolean isShown(Impact impact) {
        return impact.records() > 0 || impact.rejected() > 0 || impact.unanalysed();
    }

    private static String consequence(Impact impact) {
        if (impact.unanalysed()) {
            return "not analysed";
        }
        List<String> parts = new ArrayList<>();
        if (impact.records() > 0) {
            String one = impact.unit().substring(0, impact.unit().length() - 1);
            parts.add(number(impact.records(), impact.estimated()) + " "
                    + (impact.records() == 1 ? one : impact.unit())
                    + (impact.unit().equals("rows") ? " affected" : " at risk"));
        }
        if (impact.rejected() > 0) {
            parts.add(number(impact.rejected(), impact.estimated()) + " rejected: the migration will fail");
        }
        return String.join(", ", parts);
    }

    private static String number(long number, boolean estimated) {
        return (estimated ? "~" : "") + String.format(Locale.ROOT, "%,d", number);
    }

    private static String pause(long millis) {
        return millis < 1000 ? "below 1 s" : String.format(Locale.ROOT, "about %,d s", Math.round(millis / 1000.0));
    }

    private static String size(long bytes) {
        double size = bytes;
        for (String unit : List.of("bytes", "kB", "MB", "GB")) {
            if (size < 1024) {
                return String.format(Locale.ROOT, unit.equals("bytes") ? "%.0f %s" : "%.1f %s", size, unit);
            }
            size /= 1024;
        }
        return String.format(Locale.ROOT, "%,.1f TB", size);
    }

    /** Code points, not chars: a name may hold any character. */
    private static int width(List<String> texts) {
        return texts.stream().mapToInt(ImpactReportText::length).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - length(text));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
