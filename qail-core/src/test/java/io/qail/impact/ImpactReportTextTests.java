package io.qail.impact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImpactReportTextTests {

    @Test
    void theReportIsTheDocumentedOne() {
        ImpactReport report = new ImpactReport(List.of(
                impact("DROP COLUMN", "users.email", 1234, 0, "values", null),
                impact("DROP TABLE", "sessions", 5678, 0, "rows", null),
                impact("ADD COLUMN", "a_table_with_a_very_long_name.of_a_column", 0, 0, "values", null)));
        assertThat(ImpactReportText.render(report)).isEqualTo("""
                🚨 Migration Impact Analysis
                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
                  DROP COLUMN users.email → 1,234 values at risk
                  DROP TABLE  sessions    → 5,678 rows affected
                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
                  Total: 6,912 records at risk""");
    }

    @Test
    void estimatesFailuresAndUnreadSqlAreShownAsSuch() {
        ImpactReport report = new ImpactReport(List.of(
                new Impact("DROP TABLE", "logs", 20_000_000, 0, "rows", true, false, null, null, 0, false, 0),
                impact("ALTER TYPE", "users.age", 1, 2, "values", null),
                impact("ALTER TYPE", "users.zip", 0, 3, "values", null),
                new Impact("SQL", "UPDATE x SET y = 1", 0, 0, "values", false, true, null, null, 0, false, 0)));
        assertThat(ImpactReportText.render(report)).isEqualTo("""
                🚨 Migration Impact Analysis
                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
                  DROP TABLE logs               → ~20,000,000 rows affected
                  ALTER TYPE users.age          → 1 value at risk, 2 rejected: the migration will fail
                  ALTER TYPE users.zip          → 3 rejected: the migration will fail
                  SQL        UPDATE x SET y = 1 → not analysed
                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
                  Total: ~20,000,001 records at risk""");
    }

    @Test
    void nothingAtRiskIsSaidInOneLine() {
        assertThat(ImpactReportText.render(ImpactReport.NONE)).isEqualTo("""
                🚨 Migration Impact Analysis
                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
                  Total: 0 records at risk""");
    }

    @Test
    void namesWithAnyCharacterAreAligned() {
        ImpactReport report = new ImpactReport(List.of(
                impact("DROP COLUMN", "\"Straße\".\"😀\"", 2, 0, "values", null),
                impact("DROP COLUMN", "users.email", 3, 0, "values", null)));
        assertThat(ImpactReportText.render(report).lines().skip(2).limit(2))
                .containsExactly(
                        "  DROP COLUMN \"Straße\".\"😀\" → 2 values at risk",
                        "  DROP COLUMN users.email  → 3 values at risk");
    }

    @Test
    void reasonsAndLocksStandInBlocksOfTheirOwn() {
        ImpactReport report = new ImpactReport(List.of(
                new Impact(
                        "ALTER TYPE",
                        "users.age",
                        0,
                        0,
                        "values",
                        false,
                        false,
                        "because",
                        "ACCESS EXCLUSIVE",
                        600_000_000,
                        true,
                        10_400),
                new Impact("CREATE INDEX", "i", 0, 0, "values", false, false, null, "SHARE", 8192, false, 999)));
        assertThat(ImpactReportText.renderReasons(report)).isEqualTo("  ALTER TYPE users.age: because");
        assertThat(ImpactReportText.renderLocks(report)).isEqualTo("""
                ALTER TYPE   users.age ACCESS EXCLUSIVE, 572.2 MB, rewrites the table, expected pause about 10 s
                CREATE INDEX i         SHARE, 8.0 kB, expected pause below 1 s""".indent(2).stripTrailing());
    }

    private static Impact impact(
            String action, String object, long records, long rejected, String unit, @Nullable String reason) {
        return new Impact(action, object, records, rejected, unit, false, false, reason, null, 0, false, 0);
    }
}
