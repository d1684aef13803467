package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.HistoryException;
import io.qail.history.BackupMode;
import io.qail.rollback.Restored;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S1, S3, S4: the way back of tables whose rows lie in partitions, or that others inherit from. */
@PostgresTest
class RollbackOfTablesWithPartsTests {

    private static final String TABLES = """
            table days partition_by range (day) {
              day date
              n int
              note text
            }
            table days_1 partition_of days for values from ('2024-01-01') to ('2024-07-01')
            table days_2 partition_of days for values from ('2024-07-01') to ('2025-01-01')
            table keyed partition_by hash (id) { id int primary_key
              note text not_null }
            table keyed_0 partition_of keyed for values with (modulus 2, remainder 0)
            table keyed_1 partition_of keyed for values with (modulus 2, remainder 1)
            table base { id int
              note text
              amount numeric(8,4) }
            table heir inherits (base) { own text }
            """;

    private static final String ROWS = """
            INSERT INTO days SELECT date '2024-01-01' + i % 360, i % 7, 'd' || i % 11 FROM generate_series(1, 2000) i;
            INSERT INTO keyed SELECT i, 'k' || i FROM generate_series(1, 500) i;
            INSERT INTO base SELECT i, 'b' || i, i / 7.0 FROM generate_series(1, 300) i;
            INSERT INTO heir SELECT i, 'h' || i, i / 9.0, 'o' || i FROM generate_series(1, 300) i;
            """;

    private final TestDatabase databases;

    RollbackOfTablesWithPartsTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project(BackupMode mode) {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__tables.qail", TABLES)
                .migrating(o -> o.withBackupMode(mode));
        project.migrate();
        project.database().execute(ROWS);
        return project;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            delimiter = '!',
            value = {
                "DATABASE ! drop days.note",
                "FILE     ! drop days.note",
                "DATABASE ! drop keyed.note",
                "DATABASE ! drop days_2 \\n drop days_1 \\n drop days",
                "FILE     ! drop days_2 \\n drop days_1 \\n drop days",
                "DATABASE ! drop keyed_1",
                "DATABASE ! drop base.note",
                "FILE     ! drop base.note",
                "DATABASE ! alter base.amount numeric(8,2)",
                "DATABASE ! drop heir \\n drop base",
            })
    void everyRowComesBackIntoItsPart(BackupMode mode, String script) {
        TestProject project = project(mode);
        DatabaseContent before = DatabaseContent.of(project.database());
        project.script("V2__away.qail", script.replace("\\n", "\n"));
        project.migrate();
        assertThat(DatabaseContent.of(project.database())).isNotEqualTo(before);

        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));

        assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
        assertThat(result.restored())
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.restored()).isEqualTo(item.records()));
        assertThat(result.restored().stream().mapToLong(Restored::records).sum())
                .isEqualTo(project.count("SELECT sum(records) FROM _qail_snapshots"));
    }

    @Test
    void recordsThatNothingBringsBackAreARefusal() {
        TestProject project = project(BackupMode.DATABASE);
        project.database().execute("CREATE TABLE by_hand (more text) INHERITS (base)");
        project.database().execute("INSERT INTO by_hand VALUES (1, 'x', 1, 'y')");
        project.script("V2__away.qail", "drop base.note\n");
        project.migrate();

        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("holds records of by_hand.note");
        assertThat(project.qail().info(false).migrations()).hasSize(2);
    }
}
