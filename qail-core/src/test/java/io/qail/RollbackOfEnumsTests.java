package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.history.BackupMode;
import io.qail.rollback.RollbackRequest;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S1: values of labels that a version took away come back with the labels. */
@PostgresTest
class RollbackOfEnumsTests {

    private final TestDatabase databases;

    RollbackOfEnumsTests(TestDatabase databases) {
        this.databases = databases;
    }

    @ParameterizedTest
    @EnumSource(
            value = BackupMode.class,
            names = {"DATABASE", "FILE"})
    void aRemovedLabelComesBackWithTheValuesThatATransformReplaced(BackupMode mode) {
        TestProject project = new TestProject(databases.fresh())
                .migrating(o -> o.withBackupMode(mode))
                .script("V1__create.qail", """
                        enum role { admin, member, guest }
                        table users {
                          id   bigint primary_key
                          role role not_null default 'member'
                        }
                        view guests $$ select id from users where role = 'guest' $$
                        """);
        project.migrate();
        project.database().execute("""
                        INSERT INTO users SELECT i, (ARRAY['admin', 'member', 'guest'])[1 + i % 3]::role
                        FROM generate_series(1, 30) i
                        """);
        project.script("V2__roles.qail", """
                        enum role { owner, admin, member }
                        transform (case role::text when 'guest' then 'member' else role::text end)::role -> users.role
                        view guests $$ select id from users where role = 'member' $$
                        """);
        assertThat(project.migrateVersions()).containsExactly("2");
        assertThat(project.count("SELECT count(*) FROM users WHERE role = 'member'"))
                .isEqualTo(20);
        project.qail().rollback(RollbackRequest.to("1"));
        assertThat(project.count("SELECT count(*) FROM guests")).isEqualTo(10);
        assertThat(project.count("SELECT count(*) FROM users WHERE id % 3 = 2 AND role = 'guest'"))
                .isEqualTo(10);
        assertThat(project.qail().info(true).drift()).isEmpty();
    }
}
