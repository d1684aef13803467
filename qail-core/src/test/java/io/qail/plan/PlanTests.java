package io.qail.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTests {

    private static final ObjectName USERS = ObjectName.of("public", "users");

    @Test
    void aRandomChangeGivesTheSamePlanEveryTime() {
        // S11
        for (long seed = 0; seed < 1000; seed++) {
            RandomChanges.Pair one = RandomChanges.pair(seed);
            RandomChanges.Pair other = RandomChanges.pair(seed);
            Plan plan = Planner.plan(one.base(), one.change());
            assertThat(Planner.plan(other.base(), other.change()).hash()).isEqualTo(plan.hash());
            assertThat(Planner.plan(other.base(), other.change()).describe("public"))
                    .isEqualTo(plan.describe("public"));
        }
    }

    @Test
    void fromASchemaToItselfThereIsNothingToDo() {
        for (long seed = 0; seed < 1000; seed++) {
            Schema schema = RandomChanges.pair(seed).change().target();
            assertThat(Planner.plan(schema, Change.to(schema)).operations()).isEmpty();
        }
    }

    @Test
    void whatIsAtRiskCarriesTheNamesOfTheDatabaseBeforeThePlan() {
        Plan plan = Scripts.delta("table users { id int primary_key\n email text\n age int\n old text }", """
                rename users -> accounts
                rename accounts.email -> accounts.mail
                alter accounts.mail varchar(20)
                transform age + 1 -> accounts.age
                drop accounts.old
                """);
        assertThat(plan.risks())
                .extracting(
                        AtRisk::liveTable,
                        AtRisk::liveColumn,
                        risk -> risk.risk().getClass().getSimpleName())
                .containsExactly(
                        tuple(USERS, "email", "RetypedColumn"),
                        tuple(USERS, "age", "TransformedColumn"),
                        tuple(USERS, "old", "DroppedColumn"));
        assertThat(plan.risks().get(0).liveToCurrentColumns())
                .containsEntry("email", "mail")
                .containsEntry("old", "old");
        assertThat(plan.lockedTables()).containsExactly(USERS);
    }

    @Test
    void theWayBackOfARenamedTableKnowsItsRisksByTheNewName() {
        Plan back = Scripts.delta("table users { id int }", "rename users -> accounts\nadd accounts.mail text")
                .inverse();
        assertThat(back.risks())
                .extracting(AtRisk::liveTable, AtRisk::liveColumn)
                .containsExactly(tuple(ObjectName.of("public", "accounts"), "mail"));
        assertThat(back.statements())
                .containsExactly(
                        "ALTER TABLE public.accounts DROP COLUMN mail", "ALTER TABLE public.accounts RENAME TO users");
    }

    @Test
    void aChangeThatCannotAlterAValuePutsNothingAtRisk() {
        assertThat(Scripts.delta(
                                "table t { a int\n b varchar(10)\n c numeric(10,2)\n d smallint\n e varchar(5) }",
                                "alter t.a bigint\nalter t.b varchar(20)\nalter t.c numeric(12,2)\nalter t.d int\nalter t.e text")
                        .risks())
                .isEmpty();
    }

    @Test
    void aChangeThatCanAlterAValuePutsTheColumnAtRisk() {
        assertThat(Scripts.delta(
                                "table t { a bigint\n b varchar(10)\n c numeric(10,4)\n d timestamptz }",
                                "alter t.a int\nalter t.b varchar(5)\nalter t.c numeric(10,2)\nalter t.d date")
                        .risks())
                .extracting(AtRisk::liveColumn)
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void theColumnsOfADroppedTableAreAtRiskAsOneTable() {
        assertThat(Scripts.delta("table t { a int\n b text }", "drop t").risks())
                .singleElement()
                .satisfies(risk -> assertThat(risk.liveColumn()).isNull());
    }

    @Test
    void aNewColumnAndItsFillingPutNothingAtRisk() {
        assertThat(Scripts.delta("table t { a int }", "add t.b int\ntransform a -> t.b")
                        .risks())
                .isEmpty();
    }

    @Test
    void aColumnThatComesBackIsBareUntilItsValuesAreIn() {
        assertThat(Scripts.delta("table t { a int\n b text not_null default 'x' }", "drop t.b")
                        .inverse()
                        .statements())
                .containsExactly(
                        "ALTER TABLE public.t ADD COLUMN b text",
                        "ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 'x'",
                        "ALTER TABLE public.t ALTER COLUMN b SET NOT NULL");
    }

    @Test
    void aTargetOfAForeignKeyIsLockedAndATableOfTheSameVersionIsNot() {
        Plan plan = Scripts.delta(
                "table users { id int primary_key }\ntable other { id int }",
                "table orders { user_id int references users(id) }");
        assertThat(plan.lockedTables()).containsExactly(USERS);
    }

    @Test
    void whatIsBuiltConcurrentlyLocksNothingInTheTransactionAndComesLast() {
        Plan plan = Scripts.delta(
                "table users { id int }", "index concurrently ix on users (id)\ntable t { a int }\nadd t.b int");
        assertThat(plan.lockedTables()).isEmpty();
        assertThat(plan.afterCommit())
                .containsExactly(plan.operations().get(plan.operations().size() - 1));
    }

    @Test
    void theHashTellsTwoPlansApart() {
        assertThat(Scripts.delta("", "table t { a int }").hash())
                .isNotEqualTo(Scripts.delta("", "table t { b int }").hash())
                .hasSize(64);
    }

    @Test
    void everyStatementOfThePlanIsPrinted() {
        // S18
        for (long seed = 0; seed < 200; seed++) {
            RandomChanges.Pair pair = RandomChanges.pair(seed);
            Plan plan = Planner.plan(pair.base(), pair.change());
            List<String> statements = plan.statements();
            String text = plan.describe("public");
            assertThat(text).containsSubsequence(statements.isEmpty() ? List.of("") : statements);
            assertThat(text.length())
                    .isEqualTo(statements.stream()
                            .mapToInt(sql -> sql.length() + 2)
                            .sum());
        }
    }
}
