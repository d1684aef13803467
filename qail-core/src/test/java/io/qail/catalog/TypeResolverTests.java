package io.qail.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.schema.Argument;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Domain;
import io.qail.schema.EnumType;
import io.qail.schema.Extension;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Routine;
import io.qail.schema.RoutineOptions;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NullUnmarked // a missing object fails the test either way
@PostgresTest
class TypeResolverTests {

    private static final ObjectName T = ObjectName.of("app", "t");

    @BeforeAll
    static void createTypes(TestDatabase database) {
        database.execute(
                "CREATE SCHEMA app",
                "CREATE DOMAIN app.positive AS int",
                "CREATE TYPE public.mood AS ENUM ('sad')",
                "CREATE TYPE public.\"Mood\" AS ENUM ('sad')",
                "CREATE TYPE app.text AS (a int)",
                "CREATE TYPE public.twice AS ENUM ('public')",
                "CREATE TYPE app.twice AS ENUM ('app')");
    }

    @Test
    void aNameIsLookedUpInTheDefaultSchemaThenInPublic_S17(TestDatabase database) throws SQLException {
        assertThat(resolve(database, bare("positive", 0), bare("mood", 1), bare("twice", 0)))
                .containsExactly(
                        new DataType("app", "positive", "", 0),
                        new DataType("public", "mood", "", 1),
                        new DataType("app", "twice", "", 0));
    }

    @Test
    void caseIsExact_S15(TestDatabase database) throws SQLException {
        assertThat(resolve(database, bare("Mood", 0), bare("mood", 0)))
                .extracting(DataType::sql)
                .containsExactly("public.\"Mood\"", "public.mood");
    }

    @Test
    void builtInTypesComeFirstAndKeepTheirSpelling(TestDatabase database) throws SQLException {
        DataType timestamp = new DataType(null, "timestamp with time zone", "(3)", 1);
        assertThat(resolve(
                        database, bare("text", 0), timestamp, bare("\"char\"", 0), bare("bpchar", 0), bare("int4", 0)))
                .containsExactly(
                        bare("text", 0),
                        timestamp,
                        bare("\"char\"", 0),
                        bare("bpchar", 0),
                        DataType.builtIn("integer"));
    }

    @Test
    void anEnumOfTheSameSchemaNeedNotExistYet(TestDatabase database) throws SQLException {
        SchemaBuilder schema = schema(bare("state", 0)).toBuilder();
        ObjectName state = ObjectName.of("app", "state");
        schema.enums.put(state, new EnumType(state, List.of("on", "off")));
        ResolvedTypes resolved = resolve(database, schema.build());
        assertThat(resolved.schema().tables().get(T).columns().get(0).type()).isEqualTo(DataType.of(state));
        assertThat(resolved.unknown()).isEmpty();
    }

    @Test
    void typesOfRoutinesAndDomainsAreLookedUpAndSettleTheAddress(TestDatabase database) throws SQLException {
        SchemaBuilder schema = Schema.EMPTY.toBuilder();
        ObjectName f = ObjectName.of("app", "f");
        Routine routine = new Routine(
                f,
                false,
                List.of(
                        new Argument(Argument.Mode.IN, "a", bare("mood", 1), null),
                        new Argument(Argument.Mode.VARIADIC, "b", bare("any", 0), null),
                        new Argument(Argument.Mode.IN, "c", bare("rows", 0), null)),
                new Routine.Returns(false, bare("trigger", 0)),
                "plpgsql",
                "",
                false,
                RoutineOptions.DEFAULTS);
        schema.put(routine);
        ObjectName rows = ObjectName.of("app", "rows");
        schema.tables.put(rows, new Table(rows, List.of(), List.of()));
        schema.put(new Domain(ObjectName.of("app", "d"), bare("nowhere", 0), null, null, false, List.of()));
        schema.comments.put(routine.address(), "text");
        ResolvedTypes resolved = resolve(database, schema.build());
        assertThat(resolved.unknown()).containsOnlyKeys(ObjectAddress.of(ObjectKind.DOMAIN, ObjectName.of("app", "d")));
        ObjectAddress address = new ObjectAddress(ObjectKind.FUNCTION, f, "public.mood[], \"any\", app.rows");
        assertThat(resolved.schema().objects()).containsKey(address);
        assertThat(resolved.schema().comments()).containsOnlyKeys(address);
    }

    @Test
    void aTypeFromNowhereIsUnknownByItsColumn(TestDatabase database) throws SQLException {
        DataType elsewhere = new DataType("nowhere", "mood", "", 0);
        ResolvedTypes resolved = resolve(database, schema(bare("moood", 0), bare("mood", 0), elsewhere));
        assertThat(resolved.unknown())
                .containsOnlyKeys(ObjectAddress.column(T, "c0"), ObjectAddress.column(T, "c2"))
                .containsEntry(ObjectAddress.column(T, "c2"), elsewhere);
        assertThat(resolved.pending()).isEmpty();
    }

    @Test
    void aTypeIsPendingWhileAnExtensionIsToCome(TestDatabase template) throws SQLException {
        TestDatabase database = template.fresh();
        SchemaBuilder schema = schema(new DataType(null, "citext", "", 1)).toBuilder();
        schema.extensions.put("citext", new Extension("citext", null, null));
        ResolvedTypes before = resolve(database, schema.build());
        assertThat(before.pending()).containsOnlyKeys(ObjectAddress.column(T, "c0"));
        assertThat(before.unknown()).isEmpty();
        assertThat(before.schema()).isEqualTo(schema.build());

        try (Connection superuser = database.superuserConnection();
                var statement = superuser.createStatement()) {
            statement.execute("CREATE EXTENSION citext");
        }
        ResolvedTypes after = resolve(database, schema.build());
        assertThat(after.pending()).isEmpty();
        assertThat(after.schema().tables().get(T).columns().get(0).type())
                .isEqualTo(new DataType("public", "citext", "", 1));
    }

    private static DataType bare(String name, int dimensions) {
        return new DataType(null, name, "", dimensions);
    }

    private static Schema schema(DataType... types) {
        List<Column> columns = new ArrayList<>();
        for (DataType type : types) {
            columns.add(Column.of("c" + columns.size(), type));
        }
        SchemaBuilder schema = Schema.EMPTY.toBuilder();
        schema.tables.put(T, new Table(T, columns, List.of()));
        return schema.build();
    }

    private static List<DataType> resolve(TestDatabase database, DataType... types) throws SQLException {
        ResolvedTypes resolved = resolve(database, schema(types));
        assertThat(resolved.unknown()).isEmpty();
        return resolved.schema().tables().get(T).columns().stream()
                .map(Column::type)
                .toList();
    }

    private static ResolvedTypes resolve(TestDatabase database, Schema schema) throws SQLException {
        try (Connection connection = database.connection()) {
            return TypeResolver.resolve(connection, schema, "app");
        }
    }
}
