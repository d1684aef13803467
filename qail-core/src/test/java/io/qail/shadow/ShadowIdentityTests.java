package io.qail.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.Qail;
import io.qail.error.HistoryException;
import io.qail.history.BackupMode;
import io.qail.rollback.RollbackRequest;
import io.qail.snapshot.SnapshotOptions;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** S29, S30: states travel with copies, and no step that is asked of one database touches another that is not proven. */
@PostgresTest
class ShadowIdentityTests {

    private final TestDatabase databases;

    @TempDir
    private Path directory;

    ShadowIdentityTests(TestDatabase databases) {
        this.databases = databases;
    }

    private ShadowProject shop() throws SQLException {
        ShadowProject shop = new ShadowProject(databases.fresh());
        shop.script(
                "V1__shop.qail",
                "table users {\n  id bigint primary_key\n  name text\n}\ntable logs {\n  line text\n}\n");
        shop.project().migrate();
        shop.database().execute("INSERT INTO users SELECT i, 'n' || i FROM generate_series(1, 3) i");
        return shop.script("V2__more.qail", "add users.big text\n");
    }

    private static void clone(ShadowProject shop, String of, String name) {
        shop.in("postgres")
                .sql("CREATE DATABASE \"" + name + "\" TEMPLATE \"" + of + "\"")
                .update();
    }

    /** The same scripts on another database. */
    private static Shadow shadow(ShadowProject shop, String name) {
        return qail(shop, name).shadow();
    }

    private static Qail qail(ShadowProject shop, String name) {
        return shop.qail(shop.dataSource(name));
    }

    private static void assertTouchesNothing(ShadowProject shop, String on) throws SQLException {
        List<String> before = everything(shop, on);
        Shadow shadow = shadow(shop, on);
        assertThatThrownBy(shadow::sync).isInstanceOf(HistoryException.class);
        assertThatThrownBy(shadow::validate).isInstanceOf(HistoryException.class);
        assertThatThrownBy(shadow::promote).isInstanceOf(HistoryException.class);
        assertThatThrownBy(shadow::promoteBack).isInstanceOf(HistoryException.class);
        assertThatThrownBy(shadow::cloneForTesting).isInstanceOf(HistoryException.class);
        assertThatThrownBy(shadow::create).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> qail(shop.options(options -> options.withReplace(true)), on)
                        .shadow()
                        .create())
                .isInstanceOf(RuntimeException.class);
        shop.options(options -> options.withReplace(false));
        assertThat(everything(shop, on)).isEqualTo(before);
    }

    /** Names, OIDs and what could be missing in each other database. */
    private static List<String> everything(ShadowProject shop, String but) {
        return shop.databases().stream()
                .map(name -> name + " " + (name.equals(but) ? "" : contents(shop.in(name))))
                .toList();
    }

    private static String contents(JdbcClient database) {
        return database.sql("""
                        SELECT concat_ws(' ', (SELECT oid FROM pg_database WHERE datname = current_database()),
                            (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_constraint),
                            (SELECT count(*) FROM pg_class), (SELECT string_agg(u::text, ',' ORDER BY id) FROM users u))
                        """).query(String.class).single();
    }

    private static long leftovers(JdbcClient database) {
        return database.sql("SELECT (SELECT count(*) FROM pg_namespace WHERE nspname = '_qail_shadow')"
                        + " + (SELECT count(*) FROM pg_trigger WHERE tgname LIKE '\\_qail%')")
                .query(Long.class)
                .single();
    }

    @Test
    void aCloneOfADatabaseWithAShadowIsADatabaseOfItsOwn() throws SQLException {
        try (ShadowProject shop = shop()) {
            Shadow shadow = shop.ready();
            String clone = shop.name() + "_staging";
            clone(shop, shop.name(), clone);
            assertThat(shadow(shop, clone).status().phase()).isEqualTo(ShadowPhase.COPY);
            assertTouchesNothing(shop, clone);
            // Its writes are not captured, and work whatever becomes of the columns.
            shop.in(clone).sql("INSERT INTO users VALUES (10, 'x')").update();
            assertThat(shop.in(clone)
                            .sql("SELECT count(*) FROM _qail_shadow.m1")
                            .query(Long.class)
                            .single())
                    .isZero();
            qail(shop, clone).migrate();
            shop.in(clone).sql("ALTER TABLE users RENAME id TO number").update();
            shop.in(clone).sql("UPDATE users SET name = 'y' WHERE number = 10").update();
            shop.in(clone).sql("ALTER TABLE users RENAME number TO id").update();
            AbortResult aborted = shadow(shop, clone).abort();
            assertThat(aborted.dropped()).isNull();
            assertThat(leftovers(shop.in(clone))).isZero();
            assertThat(shop.databases()).containsExactly(shop.name(), shop.name() + "_shadow", clone);
            shop.database().execute("INSERT INTO users VALUES (20, 'captured')");
            shadow.promote();
            assertThat(shop.value("SELECT count(*) FROM users WHERE id = 20", Long.class))
                    .isOne();
        }
    }

    @Test
    void theOldDatabaseAndCopiesAfterAPromotionTouchNothingAndTheWayBackStays() throws SQLException {
        try (ShadowProject shop = shop()) {
            Shadow shadow = shop.ready();
            String old = Objects.requireNonNull(shadow.promote().oldDatabase());
            shop.script("V3__next.qail", "add users.third text\n");
            assertThat(shadow(shop, old).status().phase()).isEqualTo(ShadowPhase.RETIRED);
            assertTouchesNothing(shop, old);
            assertThatThrownBy(() -> shadow(shop, old).abort())
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("took the name of " + old);
            assertThatThrownBy(() -> qail(shop, old).migrate())
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining(shop.name() + " serves");
            String copy = shop.name() + "_copy";
            String copyOfOld = shop.name() + "_copy_of_old";
            clone(shop, shop.name(), copy);
            clone(shop, old, copyOfOld);
            assertTouchesNothing(shop, copy);
            assertTouchesNothing(shop, copyOfOld);
            assertThat(shadow(shop, copyOfOld).abort().dropped()).isNull();
            assertThat(leftovers(shop.in(copyOfOld))).isZero();
            // Back, and neither the kept database nor its old state can do anything.
            String kept = Objects.requireNonNull(shadow.promoteBack().oldDatabase());
            assertThat(shadow.status().phase()).isEqualTo(ShadowPhase.NONE);
            assertTouchesNothing(shop, kept);
            qail(shop, shop.name()).migrate();
            assertThat(shop.databases()).contains(shop.name(), kept, copy, copyOfOld);
        }
    }

    @Test
    void aDetachedOldDatabaseIsOneOfItsOwnAndNoWayBack() throws SQLException {
        try (ShadowProject shop = shop()) {
            Shadow shadow = shop.ready();
            String old = Objects.requireNonNull(shadow.promote().oldDatabase());
            assertThat(shadow(shop, old).detach().remarks()).hasSize(1);
            assertThat(leftovers(shop.in(old))).isZero();
            List<String> before = everything(shop, shop.name());
            assertThatThrownBy(shadow::promoteBack)
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining(old)
                    .hasMessageContaining("does not prove");
            assertThat(everything(shop, shop.name())).isEqualTo(before);
            assertThatThrownBy(shadow::detach).isInstanceOf(HistoryException.class);
            qail(shop, old).migrate();
        }
    }

    @Test
    void aForgedStateReachesNoOtherDatabase() throws SQLException {
        try (ShadowProject shop = shop()) {
            Shadow shadow = shop.ready();
            String other = shop.name() + "_shadow_precious";
            clone(shop, shop.name() + "_shadow", other);
            shop.database()
                    .execute("UPDATE _qail_shadow.state SET shadow_oid ="
                            + " (SELECT oid FROM pg_database WHERE datname = '" + other + "')");
            String before = contents(shop.in(other));
            assertThatThrownBy(shadow::promote)
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("prove");
            assertThatThrownBy(shadow::sync).isInstanceOf(HistoryException.class);
            AbortResult aborted = shadow.abort();
            assertThat(aborted.dropped()).isNull();
            assertThat(aborted.remarks()).singleElement().asString().contains(other, "does not prove");
            assertThat(contents(shop.in(other))).isEqualTo(before);
            assertThat(shop.databases()).contains(shop.name() + "_shadow", other);
            assertThat(leftovers(shop.jdbc())).isZero();
        }
    }

    @Test
    void theShadowItselfIsNeitherPromotedNorAbortedFromWithin() throws SQLException {
        try (ShadowProject shop = shop()) {
            shop.options(options -> options.withKeepOld(false));
            Shadow shadow = shop.ready();
            String name = shop.name() + "_shadow";
            assertThat(shadow(shop, name).status().phase()).isEqualTo(ShadowPhase.SHADOW);
            assertTouchesNothing(shop, name);
            assertThatThrownBy(() -> shadow(shop, name).abort()).isInstanceOf(HistoryException.class);
            shop.script("V3__next.qail", "add users.third text\n");
            assertThatThrownBy(() -> qail(shop, name).migrate()).isInstanceOf(HistoryException.class);
            assertThatThrownBy(() -> shadow.abort("another_name"))
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining(name);
            assertThat(shadow.abort(name).dropped()).isEqualTo(name);
            assertThat(shop.databases()).containsExactly(shop.name());
        }
    }

    @Test
    void aDatabaseThatWasMadeAgainUnderTheNameOfTheShadowStays() throws SQLException {
        try (ShadowProject shop = shop()) {
            Shadow shadow = shop.ready();
            String name = shop.name() + "_shadow";
            shop.in("postgres").sql("DROP DATABASE " + name + " WITH (FORCE)").update();
            shop.in("postgres").sql("CREATE DATABASE " + name).update();
            assertThatThrownBy(shadow::sync).isInstanceOf(HistoryException.class);
            assertThat(shadow.abort().dropped()).isNull();
            assertThat(shop.databases()).containsExactly(shop.name(), name);
            assertThat(leftovers(shop.jdbc())).isZero();
        }
    }

    @Test
    void s9TheFilesOfSnapshotsBelongToTheDatabaseThatServes() throws SQLException {
        try (ShadowProject shop = shop()) {
            shop.project()
                    .with(options -> options.withMigrate(options.migrate().withBackupMode(BackupMode.FILE))
                            .withSnapshots(new SnapshotOptions(directory, null, null, null)));
            shop.script("V2__more.qail", "drop users.name\n");
            shop.project().migrate();
            shop.script("V3__more.qail", "add users.big text\n");
            Path files = Path.of(shop.value("SELECT location FROM _qail_snapshots", String.class));
            Shadow shadow = shop.ready();
            String copy = shop.name() + "_copy";
            clone(shop, shop.name(), copy);
            assertThat(qail(shop, copy).purge(1).remarks()).hasSize(1);
            String old = Objects.requireNonNull(shadow.promote().oldDatabase());
            assertThat(shadow.planBack().losses()).isEmpty();
            assertThat(qail(shop, old).purge(1).remarks()).hasSize(1);
            String copyOfOld = shop.name() + "_copy_of_old";
            clone(shop, shop.name(), copyOfOld);
            assertThat(qail(shop, copyOfOld).purge(1).remarks()).hasSize(1);
            assertThat(files.resolve("manifest.json")).exists();
            // The promoted database has both: it restores, and it may delete.
            assertThat(shop.qail().rollback(RollbackRequest.to("1")).rolledBack())
                    .isNotEmpty();
            assertThat(shop.value("SELECT count(name) FROM users", Long.class)).isEqualTo(3);
            assertThat(shop.qail().purge(1).remarks()).isEmpty();
            assertThat(files).doesNotExist();
        }
    }
}
