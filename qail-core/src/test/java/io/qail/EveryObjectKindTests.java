package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.language.SchemaReader;
import io.qail.schema.Aggregate;
import io.qail.schema.CompositeType;
import io.qail.schema.Domain;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** S21. No kind of object passes without a word: each is read, planned, formatted into the history, compared and dropped. */
@PostgresTest
class EveryObjectKindTests {

    private static final String TABLE = """
            table t {
              a int primary_key
              b int
            }
            function touch() returns trigger language plpgsql $$ begin return new; end $$
            """;

    private static final Map<Class<? extends SchemaObject>, String> STATEMENTS = Map.of(
            Domain.class, "domain positive integer check (value > 0)",
            CompositeType.class, "type pair {\n  x integer\n  y text\n}",
            Statistics.class, "statistics s (ndistinct) on a, b from t",
            View.class, "view v $$ select a from t $$",
            Routine.class, "function f() returns integer language sql $$ select 1 $$",
            Aggregate.class, "aggregate total(integer) { sfunc = int4pl, stype = integer, initcond = '0' }",
            Trigger.class, "trigger trg on t before update for_each_row execute touch()",
            Policy.class, "policy p on t for select using $$ a > 0 $$");

    @Test
    void everyKindHasAStatementHere() {
        assertThat(STATEMENTS.keySet()).containsExactlyInAnyOrder(kinds());
    }

    @Test
    void everyKindIsMadeReadComparedAndDropped(TestDatabase database) {
        int version = 1;
        TestProject project = new TestProject(database).script("V1__table.qail", TABLE);
        project.migrate();
        for (Map.Entry<Class<? extends SchemaObject>, String> kind : STATEMENTS.entrySet()) {
            SchemaObject object = parsed(kind.getValue(), kind.getKey());
            version++;
            // The verified commit compares what the catalogs say with the statement.
            project.script("V" + version + "__make.qail", kind.getValue()).migrate();
            assertThat(history(project, version))
                    .as(kind.getKey().getSimpleName())
                    .contains(object.address().name().name());
            assertThat(project.qail().info(true).drift()).isEmpty();
            version++;
            project.script(
                            "V" + version + "__drop.qail",
                            "drop " + object.address().kind().name().toLowerCase(Locale.ROOT) + " "
                                    + object.address().display("public"))
                    .migrate();
            assertThat(history(project, version)).isEqualTo(history(project, 1));
            assertThat(project.qail().info(true).drift()).isEmpty();
        }
    }

    private static String history(TestProject project, int version) {
        return project.value("SELECT schema FROM _qail_migrations WHERE version = '" + version + "'", String.class);
    }

    private static SchemaObject parsed(String statement, Class<? extends SchemaObject> kind) {
        List<? extends SchemaObject> objects =
                SchemaReader.read(TABLE + statement, "public").objects(kind);
        return objects.stream()
                .filter(object -> !object.address().name().name().equals("touch"))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends SchemaObject>[] kinds() {
        return (Class<? extends SchemaObject>[]) SchemaObject.class.getPermittedSubclasses();
    }
}
