package io.qail.cli;

import io.qail.shadow.ShadowPhase;
import io.qail.shadow.ShadowPlan;
import io.qail.shadow.ShadowStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a shadow database for people. */
final class ShadowText {

    private ShadowText() {}

    /**
     * What {@code --json} prints of a plan.
     *
     * @param versions what the shadow would have that the primary has not
     * @param size bytes of the primary
     */
    record Planned(
            String database,
            String shadow,
            List<String> versions,
            List<ShadowPlan.CopiedTable> tables,
            List<String> refusals,
            List<String> hazards,
            long size,
            String hash) {

        static Planned of(ShadowPlan plan) {
            return new Planned(
                    plan.database(),
                    plan.shadow(),
                    plan.versions().stream()
                            .map(version -> version.migration().version())
                            .toList(),
                    plan.tables(),
                    inWords(plan.refusals()),
                    inWords(plan.hazards()),
                    plan.size(),
                    plan.hash());
        }

        private static List<String> inWords(List<String> sentences) {
            return sentences.stream().map(OptionNames.INSTANCE::in).toList();
        }
    }

    static String render(Planned plan) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(
                Locale.ROOT,
                "%s would be made of %s: %s, %,d bytes",
                plan.shadow(),
                plan.database(),
                versions(plan.versions()),
                plan.size()));
        if (!plan.tables().isEmpty()) {
            TextTable table = new TextTable("Table", "Becomes", "Key");
            plan.tables()
                    .forEach(copied -> table.row(copied.source(), copied.target(), String.join(", ", copied.key())));
            parts.add(table.render());
        }
        if (!plan.hazards().isEmpty()) {
            parts.add("To know before\n  " + String.join("\n  ", plan.hazards()));
        }
        if (!plan.refusals().isEmpty()) {
            parts.add("In the way\n  " + String.join("\n  ", plan.refusals()));
        }
        return String.join("\n\n", parts);
    }

    /** Whether there is something to say about it. */
    static boolean isPresent(ShadowStatus status) {
        return status.phase() != ShadowPhase.NONE
                && (status.phase() != ShadowPhase.PROMOTED || status.oldDatabase() != null);
    }

    static String render(ShadowStatus status) {
        if (status.phase() == ShadowPhase.PROMOTED) {
            return "Shadow\n  promoted" + since(status) + "; the database before is kept as " + status.oldDatabase();
        }
        if (!status.phase().isUnderWay()) {
            return "Shadow\n  "
                    + switch (status.phase()) {
                        case RETIRED ->
                            "none: another database took the name of this one; "
                                    + "`qail migrate abort --detach` makes it a database of its own";
                        case SHADOW -> "this database is itself a shadow";
                        default -> "none: this database is a copy; `qail migrate abort` removes the copied state";
                    };
        }
        return String.format(
                Locale.ROOT,
                "Shadow\n  %s: %s%s, %s, %,d %s behind",
                status.shadow(),
                status.phase().name().toLowerCase(Locale.ROOT),
                since(status),
                versions(status.versions()),
                status.lagRows(),
                status.lagRows() == 1 ? "changed key" : "changed keys");
    }

    private static String versions(List<String> versions) {
        return versions.isEmpty() ? "the schema as it is" : "with version " + String.join(", ", versions);
    }

    private static String since(ShadowStatus status) {
        return status.since() == null ? "" : " since " + StatusText.TIME.format(status.since());
    }
}
