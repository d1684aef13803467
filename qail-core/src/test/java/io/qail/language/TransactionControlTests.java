package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sql block may do to the transaction of its migration. */
class TransactionControlTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                " commit;",
                "SELECT 1; Commit",
                "SELECT 1; -- done\n/* now */ END",
                "ABORT",
                "BEGIN",
                "begin work",
                "START TRANSACTION",
                "ROLLBACK",
                "ROLLBACK WORK",
                "ROLLBACK AND CHAIN",
                "PREPARE TRANSACTION 'x'",
                "COMMIT PREPARED 'x'",
                "ROLLBACK PREPARED 'x'",
                "SELECT ';'; COMMIT",
                "SELECT $$ ; $$;COMMIT",
                "SELECT E'\\';'; COMMIT",
                "SELECT '\\'; COMMIT",
                "DO $x$ BEGIN NULL; END $x$; COMMIT",
                "SELECT CASE WHEN true THEN 1 END; COMMIT",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END; COMMIT",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS case; END; COMMIT",
                "CREATE TABLE begin_atomic (begin int, atomic int); COMMIT"
            })
    void aCommandThatEndsTheTransactionIsFound(String sql) {
        assertThat(TransactionControl.find(sql))
                .hasValueSatisfying(finding -> assertThat(finding).contains("would end the transaction"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";;",
                "SAVEPOINT a; ROLLBACK TO a; ROLLBACK WORK TO SAVEPOINT a; RELEASE a",
                "PREPARE transactions AS SELECT 1",
                "DO $$ BEGIN PERFORM 1; COMMIT; END $$",
                "SELECT 'x; COMMIT'",
                "SELECT 1 -- ; COMMIT\n",
                "SELECT 1 /* ; /* ; */ COMMIT; */",
                "SELECT \"; COMMIT\" FROM t",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RETURN 1; END; $f$",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END; SELECT 2",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT 3",
                "SET CONSTRAINTS ALL DEFERRED; LOCK TABLE t"
            })
    void everythingElseIsLeftToTheServer(String sql) {
        assertThat(TransactionControl.find(sql)).isEmpty();
    }

    @Test
    void aQuoteThatIsNeverClosedCouldHideACommand() {
        assertThat(TransactionControl.find("SELECT 'x; COMMIT"))
                .contains("the SQL cannot be read: this quote is never closed");
    }
}
