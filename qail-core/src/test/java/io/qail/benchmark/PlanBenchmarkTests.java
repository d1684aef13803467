package io.qail.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.language.ParsedFile;
import io.qail.language.QailParser;
import io.qail.language.SchemaReader;
import io.qail.language.SourceFile;
import io.qail.plan.Plan;
import io.qail.plan.Planner;
import io.qail.schema.Schema;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** From the texts of a schema and a delta to the statements of the plan; pure computing. */
@Benchmark
class PlanBenchmarkTests {

    private static final int CHANGES = 100;
    private static final int COLUMNS = 20;
    private static final int ROUNDS = 5;

    @Test
    void planOfAHundredChanges(BenchmarkReport report) throws Exception {
        String small = schema(1_000);
        String large = schema(5_000);
        Schema smallSchema = SchemaReader.read(small, "public");
        Schema largeSchema = SchemaReader.read(large, "public");
        Duration first = plan(smallSchema);
        Medians plans = Medians.of(ROUNDS, () -> plan(largeSchema), () -> plan(smallSchema));
        Medians texts = Medians.of(ROUNDS, () -> read(large), () -> read(small));
        report.state(
                "Plan of 1,000 tables × 20 columns, 100 changes",
                BenchmarkReport.text(plans.peers()) + " (the first in this JVM " + BenchmarkReport.text(first) + ")",
                "< 1 s");
        report.state("Plan of 5,000 tables × 20 columns, 100 changes", times(plans), "linear: ≤ 5 × the time of 1,000");
        report.state("Schema of 1,000 tables × 20 columns read from its text", BenchmarkReport.text(texts.peers()), "");
        report.state(
                "Schema of 5,000 tables × 20 columns read from its text",
                times(texts),
                "linear: ≤ 5 × the time of 1,000");
    }

    private static String times(Medians medians) {
        return String.format(
                Locale.ROOT, "%s (%.1f × the time of 1,000)", BenchmarkReport.text(medians.ours()), medians.ratio());
    }

    private static Duration read(String text) throws Exception {
        return Medians.time(
                () -> assertThat(SchemaReader.read(text, "public").tables()).isNotEmpty());
    }

    private static Duration plan(Schema schema) throws Exception {
        return Medians.time(() -> {
            ParsedFile delta = QailParser.parse(new SourceFile("V2__changes.qail", changes()), "public");
            Plan plan = Planner.plan(schema, Planner.fold(schema, delta, "public"));
            // A new type of a column with a default is more than one operation.
            assertThat(plan.operations()).hasSizeGreaterThanOrEqualTo(CHANGES);
            assertThat(plan.statements()).hasSizeGreaterThanOrEqualTo(CHANGES);
        });
    }

    private static String schema(int tables) {
        StringBuilder text = new StringBuilder();
        for (int t = 0; t < tables; t++) {
            text.append("table t").append(t).append(" {\n  id bigint generated_identity primary_key\n");
            text.append("  parent bigint")
                    .append(t == 0 ? "" : " references t" + (t - 1) + "(id)")
                    .append('\n');
            for (int c = 2; c < COLUMNS; c++) {
                text.append("  c")
                        .append(c)
                        .append(c % 3 == 0 ? " int not_null default 0" : c % 3 == 1 ? " varchar(40)" : " timestamptz")
                        .append('\n');
            }
            text.append("}\n\nindex ix_t").append(t).append(" on t").append(t).append(" (c4, c5)\n\n");
        }
        return text.toString();
    }

    /** A fifth each of five kinds of change, on tables all over the schema. */
    private static String changes() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < CHANGES; i++) {
            String table = "t" + i * 9;
            text.append(
                            switch (i % 5) {
                                case 0 -> "add " + table + ".added text";
                                case 1 -> "drop " + table + ".c7";
                                case 2 -> "alter " + table + ".c6 bigint";
                                case 3 -> "rename " + table + ".c8 -> " + table + ".renamed";
                                default -> "index ix_more_" + i + " on " + table + " (c9)";
                            })
                    .append('\n');
        }
        return text.toString();
    }
}
