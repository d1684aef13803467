package io.qail.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** S4, S31: keys are compared by the operator of their own type, whoever else defines one that looks like it. */
@PostgresTest
class EqualityTests {

    @Test
    void theOperatorIsThatOfTheDefaultOperatorClass(TestDatabase database) throws SQLException {
        database.execute(
                "CREATE TYPE mood AS ENUM ('sad')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE DOMAIN word AS varchar(10)",
                "CREATE DOMAIN short_word AS word",
                "CREATE TABLE t (i int, v varchar, b char(3), n name, m mood, p pair, r int4range, a text[], d short_word,"
                        + " c cidr, j json, x xid)");
        try (Connection connection = database.connection()) {
            Map<String, Equality> found = Equality.ofColumns(connection, "public.t");
            assertThat(found).doesNotContainKey("j").hasSize(11);
            assertThat(found.values()).containsOnly(new Equality("OPERATOR(pg_catalog.=)", ""));
        }
    }

    @Test
    void anExtensionsTypeIsComparedInItsOwnSchemaAndWithItsOwnTypeOnly(TestDatabase database) throws SQLException {
        try (Connection connection = database.superuserConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext;"
                    + "CREATE DOMAIN public.mail AS ext.citext; CREATE TABLE public.u (id public.mail)");
            statement.execute(
                    "CREATE FUNCTION ext.wrong(public.mail, public.mail) RETURNS boolean LANGUAGE sql"
                            + " AS 'SELECT false'; CREATE OPERATOR ext.= (LEFTARG = public.mail, RIGHTARG = public.mail, FUNCTION = ext.wrong)");
            Equality equality = Equality.ofColumns(connection, "public.u").get("id");
            assertThat(equality).isEqualTo(new Equality("OPERATOR(ext.=)", "::ext.citext"));
            assertThat(equality.sql("'A'::public.mail", "'a'::public.mail")).satisfies(sql -> {
                try (var row = statement.executeQuery("SELECT " + sql)) {
                    row.next();
                    assertThat(row.getBoolean(1)).isTrue();
                }
            });
        }
    }
}
