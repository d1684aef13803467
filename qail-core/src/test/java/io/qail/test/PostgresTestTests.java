package io.qail.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

@PostgresTest
class PostgresTestTests {

    private final TestDatabase database;

    PostgresTestTests(TestDatabase database) {
        this.database = database;
    }

    @Test
    void theRoleIsNoSuperuserAndOwnsTheDatabase() {
        assertThat(database.jdbc()
                        .sql("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
                        .query(Boolean.class)
                        .single())
                .isFalse();
        database.execute("CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)");
        assertThat(database.jdbc()
                        .sql("SELECT count(*) FROM t")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void theSessionLivesInAnotherTimeZoneThanTheJvm() {
        assertThat(database.jdbc().sql("SHOW TimeZone").query(String.class).single())
                .isNotEqualTo(TimeZone.getDefault().getID());
    }

    @Test
    void aFreshDatabaseIsAnotherOneAndEmpty(TestDatabase same) {
        assertThat(same).isSameAs(database);
        database.execute("CREATE TABLE IF NOT EXISTS only_here (id int)");
        TestDatabase other = database.fresh();
        assertThat(other.name()).isNotEqualTo(database.name());
        assertThat(other.jdbc()
                        .sql("SELECT to_regclass('only_here') IS NULL")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void theSuperuserConnectionReachesTheSameDatabase() throws SQLException {
        try (var connection = database.superuserConnection()) {
            assertThat(connection.getCatalog()).isEqualTo(database.name());
        }
    }

    @Test
    @EnabledOnPostgres(min = 999)
    void aTestForANewerServerIsSkipped() {
        throw new AssertionError("ran on PostgreSQL " + database.serverVersion());
    }
}
