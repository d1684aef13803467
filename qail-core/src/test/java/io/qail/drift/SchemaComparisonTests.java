package io.qail.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.drift.Difference.Kind;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Deferrability;
import io.qail.schema.EnumType;
import io.qail.schema.Expression;
import io.qail.schema.Extension;
import io.qail.schema.Generated;
import io.qail.schema.Identity;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Sequence;
import io.qail.schema.SequenceOptions;
import io.qail.schema.Table;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SchemaComparisonTests {

    private static final ObjectName USERS = ObjectName.of("public", "users");
    private static final ObjectName MOOD = ObjectName.of("public", "mood");
    private static final ObjectName NUMBERS = ObjectName.of("public", "numbers");
    private static final ObjectName INDEX = ObjectName.of("public", "ix");

    private static final Schema SCHEMA = change(Schema.EMPTY, schema -> {
        schema.schemas.add("billing");
        schema.extensions.put("hstore", new Extension("hstore", "public", "1.8"));
        schema.enums.put(MOOD, new EnumType(MOOD, List.of("sad", "ok")));
        schema.sequences.put(NUMBERS, new Sequence(NUMBERS, "bigint", SequenceOptions.defaults("bigint"), null));
        schema.tables.put(
                USERS,
                new Table(
                        USERS,
                        List.of(
                                Column.of("id", DataType.builtIn("bigint")).withNotNull(true),
                                Column.of("mail", DataType.builtIn("text"))),
                        List.of(
                                new PrimaryKey("users_pkey", List.of("id"), List.of(), Deferrability.NOT_DEFERRABLE),
                                new CheckConstraint("ck", new Expression("id > 0"), false))));
        schema.indexes.put(
                INDEX,
                new Index(
                        INDEX, USERS, false, false, "btree", List.of(IndexKey.column("mail")), List.of(), false, null));
        schema.comments.put(ObjectAddress.table(USERS), "people");
    });

    @Test
    void aSchemaDoesNotDifferFromItself() {
        assertThat(SchemaComparison.compare(SCHEMA, SCHEMA)).isEmpty();
    }

    @Test
    void everyObjectIsMissingFromAnEmptyDatabaseAndATableStandsForItsParts() {
        assertThat(SchemaComparison.compare(SCHEMA, Schema.EMPTY))
                .allMatch(difference -> difference.kind() == Kind.MISSING)
                .extracting(Difference::object)
                .containsExactly(
                        ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global("billing")),
                        ObjectAddress.of(ObjectKind.EXTENSION, ObjectName.global("hstore")),
                        ObjectAddress.of(ObjectKind.ENUM, MOOD),
                        ObjectAddress.of(ObjectKind.SEQUENCE, NUMBERS),
                        ObjectAddress.table(USERS),
                        ObjectAddress.index(INDEX));
    }

    @Test
    void everyObjectIsUnexpectedWhereNothingIsExpected() {
        assertThat(SchemaComparison.compare(Schema.EMPTY, SCHEMA))
                .hasSize(6)
                .allMatch(difference -> difference.kind() == Kind.UNEXPECTED);
    }

    @Test
    void nobodyHasToExpectTheSchemaPublic() {
        Schema withPublic = change(Schema.EMPTY, schema -> schema.schemas.add("public"));
        assertThat(SchemaComparison.compare(Schema.EMPTY, withPublic)).isEmpty();
        assertThat(SchemaComparison.compare(withPublic, Schema.EMPTY)).hasSize(1);
    }

    @Test
    void theDetailsOfAColumnSayExpectedAndFound() {
        Schema actual = changeUsers(table -> table.changingColumn(
                "mail",
                mail -> new Column(
                        "mail",
                        DataType.builtIn("bigint"),
                        true,
                        new Expression("0"),
                        new Identity(true, SequenceOptions.defaults("bigint")),
                        new Generated(new Expression("id"), true),
                        ObjectName.of("pg_catalog", "C"),
                        "main",
                        "lz4")));
        assertThat(SchemaComparison.compare(SCHEMA, actual))
                .containsExactly(
                        new Difference(
                                ObjectAddress.column(USERS, "mail"),
                                Kind.CHANGED,
                                "type: expected text, found bigint; not null: expected no, found yes; default: expected none, found 0;"
                                        + " identity: expected none, found GENERATED ALWAYS AS IDENTITY;"
                                        + " generated: expected none, found GENERATED ALWAYS AS (id) STORED;"
                                        + " collation: expected none, found pg_catalog.\"C\"; storage: expected none, found main"));
    }

    @Test
    void missingAndUnexpectedColumnsAndConstraintsAreNamed() {
        Schema actual = changeUsers(table -> table.withoutColumn("mail")
                .withColumn(Column.of("Mail", DataType.builtIn("text")))
                .withoutConstraint("ck")
                .withConstraint(new CheckConstraint("ck2", new Expression("id > 1"), false)));
        assertThat(SchemaComparison.compare(SCHEMA, actual))
                .extracting(difference ->
                        difference.kind() + " " + difference.object().display("public"))
                .containsExactly(
                        "UNEXPECTED users.\"Mail\"", "MISSING users.mail", "MISSING users.ck", "UNEXPECTED users.ck2");
    }

    @Test
    void otherObjectsShowBothDefinitions() {
        Schema actual = change(
                changeUsers(table -> table.withoutConstraint("ck")
                        .withConstraint(new CheckConstraint("ck", new Expression("id > 1"), true))),
                schema -> {
                    schema.extensions.put("hstore", new Extension("hstore", "billing", "1.7"));
                    schema.enums.put(MOOD, new EnumType(MOOD, List.of("ok", "sad")));
                    schema.sequences.put(
                            NUMBERS,
                            new Sequence(
                                    NUMBERS,
                                    "integer",
                                    SequenceOptions.defaults("integer"),
                                    new Sequence.Owner(USERS, "id")));
                    schema.indexes.computeIfPresent(
                            INDEX, (name, index) -> index.withExpressions(List.of(IndexKey.column("id")), null));
                    schema.comments.put(ObjectAddress.table(USERS), "it's");
                });
        assertThat(SchemaComparison.compare(SCHEMA, actual))
                .extracting(Difference::detail)
                .containsExactly(
                        "schema: expected public, found billing; version: expected 1.8, found 1.7",
                        "values: expected ('sad', 'ok'), found ('ok', 'sad')",
                        "definition: expected CREATE SEQUENCE public.numbers, found CREATE SEQUENCE public.numbers AS"
                                + " integer; owner: expected none, found public.users.id",
                        "comment: expected 'people', found 'it''s'",
                        "definition: expected CHECK (id > 0), found CHECK (id > 1) NO INHERIT",
                        "definition: expected CREATE INDEX ix ON public.users USING btree (mail), found CREATE INDEX ix ON"
                                + " public.users USING btree (id)");
    }

    @Test
    void columnOrderConcurrentBuildsAndWhatTheFileLeavesOpenAreNoDifference() {
        Schema expected = change(SCHEMA, schema -> {
            schema.extensions.put("hstore", new Extension("hstore", null, null));
            schema.indexes.computeIfPresent(INDEX, (name, index) -> index.withConcurrently(true));
        });
        Schema actual = changeUsers(table -> table.withColumns(List.of(
                table.columns().get(1).withCompression("lz4"), table.columns().get(0))));
        assertThat(SchemaComparison.compare(expected, actual)).isEmpty();
    }

    private static Schema changeUsers(UnaryOperator<Table> change) {
        return change(SCHEMA, schema -> schema.tables.computeIfPresent(USERS, (name, table) -> change.apply(table)));
    }

    private static Schema change(Schema schema, Consumer<SchemaBuilder> change) {
        SchemaBuilder builder = schema.toBuilder();
        change.accept(builder);
        return builder.build();
    }
}
