package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.schema.Expression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnReferencesTests {

    private static String rename(String text, String from, String to) {
        return ColumnReferences.rename(new Expression(text), "users", from, to).text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '~', textBlock = """
                    mail                             ¦ email
                    MAIL <> ''                       ¦ email <> ''
                    "mail" || mail                   ¦ email || email
                    lower(mail) = mail               ¦ lower(email) = email
                    users.mail                       ¦ users.email
                    public.users.mail                ¦ public.users.email
                    mail::text                       ¦ email::text
                    (mail) IS NOT NULL               ¦ (email) IS NOT NULL
                    coalesce(mail,'mail')            ¦ coalesce(email,'mail')
                    mail -- mail                     ¦ email -- mail
                    mail ~ $$mail$$                  ¦ email ~ $$mail$$
                    CASE WHEN mail = '' THEN mail END ¦ CASE WHEN email = '' THEN email END
                    """)
    void renamesTheColumnWhereverItStands(String text, String renamed) {
        assertThat(rename(text, "mail", "email")).isEqualTo(renamed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'mail'",
                "E'\\'mail'",
                "$$mail$$",
                "$x$ mail $x$",
                "mail(a)",
                "s.mail(a)",
                "other.mail",
                "mail.x",
                "(a).mail",
                "a::mail",
                "a::s.mail",
                "cast(a as mail)",
                "mail 'x'",
                "f(mail => 1)",
                "\"Mail\"",
                "mail2 + _mail",
                "a /* mail */",
                "a -- mail",
                "a collate mail"
            })
    void leavesWhatIsNoColumn(String text) {
        assertThat(rename(text, "mail", "email")).isEqualTo(text);
    }

    /** S15 */
    @Test
    void quotesTheNewNameWhereItMustBe() {
        assertThat(rename("mail > 0", "mail", "E \"Mail\"")).isEqualTo("\"E \"\"Mail\"\"\" > 0");
        assertThat(rename("mail > 0", "mail", "order")).isEqualTo("\"order\" > 0");
        assertThat(rename("\"E \"\"Mail\"\"\" > mail", "E \"Mail\"", "m")).isEqualTo("m > mail");
        assertThat(rename("\"Mail\" > mail", "Mail", "m")).isEqualTo("m > mail");
    }

    @Test
    void tellsColumnsFromTheWordsOfSql() {
        assertThat(rename("extract(year from year)", "year", "y")).isEqualTo("extract(year from y)");
        assertThat(rename("date > date '2000-01-01'", "date", "d")).isEqualTo("d > date '2000-01-01'");
        assertThat(rename("zone || (a at time zone zone)", "zone", "z")).isEqualTo("z || (a at time zone z)");
        assertThat(rename("time + a::time without time zone", "time", "t")).isEqualTo("t + a::time without time zone");
        assertThat(rename("position > position('a' in b)", "position", "p")).isEqualTo("p > position('a' in b)");
        assertThat(rename("\"and\" and b", "and", "x")).isEqualTo("x and b");
    }

    @Test
    void namesEveryColumnOnce() {
        assertThat(
                        ColumnReferences.names(
                                new Expression(
                                        "lower(a) = \"B\" AND users.c > now() OR a IN (1, 2) AND d::numeric(5) = 'e'::f AND NOT g IS NULL")))
                .containsExactly("a", "B", "c", "d", "g");
        assertThat(ColumnReferences.names(new Expression("'x'"))).isEmpty();
    }

    @Test
    void anOpenQuoteIsReadUpToIt() {
        assertThat(rename("mail || 'mail", "mail", "email")).isEqualTo("email || 'mail");
    }
}
