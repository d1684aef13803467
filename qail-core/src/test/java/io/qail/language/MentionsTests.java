package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.schema.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MentionsTests {

    private static final ObjectName USERS = ObjectName.of("public", "users");

    private static boolean names(String sql) {
        return Mentions.of(sql).names(USERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1 from users",
                "SELECT 1 FROM USERS u",
                "select 1 from public.users",
                "select 1 from public . \"users\"",
                "select users.email from accounts",
                "select $$ select 1 from users $$",
                "begin $a$ $b$ insert into users values (1) $b$ $a$ end",
                "# don't\nplpy.execute(users)",
                "select 'users'::regclass",
                "select nextval('public.users'::regclass)",
                "select 'it''s' || users.name"
            })
    void anObjectIsNamedByItsBareOrQualifiedName(String sql) {
        assertThat(names(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'users'",
                "select 1 -- users",
                "select /* users /* users */ users */ 1",
                "select 1 from billing.users",
                "select 1 from \"Users\"",
                "select t.users from t",
                "select users2 from users_x",
                "select E'\\' users '",
                ""
            })
    void stringsCommentsAndOtherSchemasAreNoMention(String sql) {
        assertThat(names(sql)).isFalse();
    }

    @Test
    void columnsAreNamedWhateverStandsInFront() {
        Mentions mentions = Mentions.of("select u.email, Name, \"E Mail\" from users u where 'no' <> (x).street");
        assertThat(mentions.namesColumn("email")).isTrue();
        assertThat(mentions.namesColumn("name")).isTrue();
        assertThat(mentions.namesColumn("E Mail")).isTrue();
        assertThat(mentions.namesColumn("street")).isTrue();
        assertThat(mentions.namesColumn("no")).isFalse();
        assertThat(mentions.hasStar()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from t",
                "select t.* from t",
                "select a, * from t",
                "select distinct on (a) * from t",
                "begin return query select * from t; end",
                "select 1 from a natural join b",
                "table t",
                "select *"
            })
    void aStarMeansColumnsThatAreNotNamed(String sql) {
        assertThat(Mentions.of(sql).hasStar()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select a * b from t", "select count(*) from t", "select (a + b) * 2 from t", "select '*'"})
    void aProductAndACountAreNoStar(String sql) {
        assertThat(Mentions.of(sql).hasStar()).isFalse();
    }

    @Test
    void deepDollarsAreReadInBoundedTime() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("$t").append(i).append("$ ");
        }
        assertThat(names(text + " users")).isTrue();
    }
}
