package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.history.BackupMode;
import io.qail.rollback.Conflict;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * There and back is where it began, whatever the migrations were. S1, S3, S4, S6, S13. {@code -Dqail.test.migrations=300}
 * runs more of them, three to
 * a history, {@code -Dqail.test.seed=17} begins at another one; the name of a failing test is its seed.
 */
@PostgresTest
class RoundTripTests {

    private final TestDatabase databases;

    RoundTripTests(TestDatabase databases) {
        this.databases = databases;
    }

    static LongStream seeds() {
        long first = Long.getLong("qail.test.seed", 1);
        return LongStream.range(first, first + (Long.getLong("qail.test.migrations", 12) + 2) / 3);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void thereAndBackTwiceIsWhereItBegan(long seed) {
        TestDatabase database = databases.fresh();
        RandomHistory random = new RandomHistory(seed);
        BackupMode mode = seed % 3 == 0 ? BackupMode.FILE : BackupMode.DATABASE;
        TestProject project = new TestProject(database)
                .migrating(o -> o.withBackupMode(mode))
                .script("V1__base.qail", random.schema());
        project.migrate();
        database.execute(random.rows());
        DatabaseContent before = DatabaseContent.of(database);
        for (int i = 0; i < random.migrations().size(); i++) {
            project.script("V" + (i + 2) + "__change.qail", random.migrations().get(i));
        }
        String scripts = random.schema() + random.rows() + String.join("\n-- next\n", random.migrations());

        assertThat(project.migrateVersions()).as(scripts).containsExactly("2", "3", "4");
        DatabaseContent after = DatabaseContent.of(database);
        back(project, seed);
        assertThat(DatabaseContent.of(database)).as(scripts).isEqualTo(before);

        project.migrate();
        assertThat(DatabaseContent.of(database)).as(scripts).isEqualTo(after);
        back(project, seed);
        assertThat(DatabaseContent.of(database)).as(scripts).isEqualTo(before);
        database.close();
    }

    /** Nobody wrote meanwhile, so that it makes no difference which value is preferred. */
    private static void back(TestProject project, long seed) {
        Conflict conflict = seed % 2 == 0 ? Conflict.PREFER_SNAPSHOT : Conflict.PREFER_CURRENT;
        RollbackResult result = project.qail().rollback(RollbackRequest.to("1").preferring(conflict));
        assertThat(result.rolledBack()).extracting(entry -> entry.version()).isEqualTo(List.of("4", "3", "2"));
        assertThat(result.restored())
                .allSatisfy(item -> assertThat(List.of(item.restored(), item.missing(), item.added()))
                        .isEqualTo(List.of(item.records(), 0L, 0L)));
    }
}
