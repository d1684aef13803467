package io.qail.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlPasswordsTests {

    /** S32. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER ROLE app PASSWORD 'se''cret' VALID UNTIL 'infinity'",
                "alter role app encrypted password\n  E'it\\'s secret' VALID UNTIL 'infinity'",
                "ALTER ROLE app PASSWORD $$secret'$$ VALID UNTIL 'infinity'",
                "ALTER ROLE app PASSWORD $p$secret$$secret$p$ VALID UNTIL 'infinity'",
                "ALTER ROLE app PASSWORD /* new */ -- today\n U&'secret' VALID UNTIL 'infinity'",
                "DO $x$ BEGIN EXECUTE 'ALTER ROLE app PASSWORD ''secret'' VALID UNTIL ''infinity'''; END $x$",
                "CREATE SUBSCRIPTION s CONNECTION 'host=h password=secret dbname=d' PUBLICATION infinity",
                "CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'app', password 'secret') -- infinity"
            })
    void theLiteralBehindPasswordGoesAndTheRestStays(String sql) {
        assertThat(SqlPasswords.masked(sql)).doesNotContain("secret").contains("***", "infinity");
    }

    @Test
    void anUnclosedLiteralGoesToItsEnd() {
        assertThat(SqlPasswords.masked("ALTER ROLE app PASSWORD 'secret")).isEqualTo("ALTER ROLE app PASSWORD '***'");
        assertThat(SqlPasswords.masked("ALTER ROLE app PASSWORD $p$secret")).isEqualTo("ALTER ROLE app PASSWORD '***'");
    }

    @Test
    void sqlWithoutALiteralPasswordStaysAsItIs() {
        String sql = "ALTER ROLE app PASSWORD NULL; UPDATE users SET password_hash = 'x', name = 'y'";
        assertThat(SqlPasswords.masked(sql)).isEqualTo(sql);
    }
}
