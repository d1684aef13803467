package io.qail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.TestProject;
import io.qail.history.BackupMode;
import io.qail.rollback.RollbackRequest;
import io.qail.schema.SqlLiteral;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S3 and S4: what a migration drops, and a rollback brings back, is the same as before, as text and in PostgreSQL's binary
 * form: for every type, every kind of key and both stores, for columns and for whole tables.
 */
@PostgresTest
class ThereAndBackTests {

    private static final List<String> HARD_TEXTS = List.of(
            "a,b",
            "\"quoted\"",
            "[1]",
            "{x}",
            "it's",
            "back\\slash",
            "",
            " ",
            "null",
            "NULL",
            "(a,b)",
            "é😀",
            "#2",
            "line\nfeed");

    private final TestDatabase databases;

    ThereAndBackTests(TestDatabase databases) {
        this.databases = databases;
    }

    private enum Key {
        SINGLE("id integer PRIMARY KEY") {
            @Override
            String of(int row) {
                return String.valueOf(row);
            }
        },
        COMPOSITE("a timestamp with time zone, b text, PRIMARY KEY (a, b)") {
            @Override
            String of(int row) {
                return "'2024-03-31 02:30:00+02'::timestamptz + interval '1 hour' * " + row % 2 + ", "
                        + hardText(row / 2);
            }
        },
        NATURAL("\"The Key\" text PRIMARY KEY") {
            @Override
            String of(int row) {
                return hardText(row);
            }
        },
        /** Rows that differ in what is dropped only, and rows that do not differ at all. */
        NONE("tag text, maybe integer") {
            @Override
            String of(int row) {
                return hardText(row % 2) + ", nullif(" + row % 2 + ", 1)";
            }
        };

        private final String definition;

        Key(String definition) {
            this.definition = definition;
        }

        abstract String of(int row);

        private static String hardText(int row) {
            String text = HARD_TEXTS.get(row % HARD_TEXTS.size());
            return SqlLiteral.quote(row < HARD_TEXTS.size() ? text : text + row);
        }
    }

    static Stream<Arguments> everyKeyInBothStores() {
        return Stream.of(Key.values())
                .flatMap(key -> Stream.of(BackupMode.DATABASE, BackupMode.FILE).map(store -> Arguments.of(key, store)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyKeyInBothStores")
    void everyValueOfEveryTypeComesBackIdentical(Key key, BackupMode store) {
        TestDatabase database = databases.fresh();
        TypeFamilies.create(database);
        create(database, "fidelity", key);
        create(database, "whole", key);
        database.execute(
                "CREATE SCHEMA kept",
                "CREATE TABLE kept.fidelity AS TABLE fidelity",
                "CREATE TABLE kept.whole AS TABLE whole");
        TestProject project = new TestProject(database)
                .script("V2__drop.qail", columns("drop fidelity.%s", "\n") + "\ndrop whole\n")
                .migrating(o -> o.withBaseline(true, "1").withBackupMode(store));

        assertThat(project.migrateVersions()).contains("2");
        assertThat(project.exists("whole")).isFalse();
        project.qail().rollback(RollbackRequest.to("1"));

        assertThat(differences(database, "fidelity")).isZero();
        assertThat(differences(database, "whole")).isZero();
        assertThat(project.count("SELECT count(*) FROM fidelity")).isGreaterThan(20);
    }

    private static String columns(String format, String separator) {
        return IntStream.range(0, TypeFamilies.VALUES.size())
                .mapToObj(i -> String.format(format, "c" + i))
                .collect(Collectors.joining(separator));
    }

    /** Each value of a type in a row of its own, beside values of all other types and nulls; every row twice, where it may be. */
    private static void create(TestDatabase database, String table, Key key) {
        List<String> definitions = new ArrayList<>(List.of(key.definition));
        List<Map.Entry<String, List<String>>> types = List.copyOf(TypeFamilies.VALUES.entrySet());
        for (int i = 0; i < types.size(); i++) {
            definitions.add("c" + i + " " + types.get(i).getKey());
        }
        int rows = 2
                * types.stream().mapToInt(type -> type.getValue().size()).max().orElseThrow();
        List<String> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<String> columns = new ArrayList<>(List.of(key.of(row)));
            for (int i = 0; i < types.size(); i++) {
                List<String> texts = types.get(i).getValue();
                // Not in step from column to column: what stood in one row is known by that.
                int n = (row + i) % (texts.size() + 1);
                columns.add(
                        n == texts.size()
                                ? "NULL"
                                : SqlLiteral.quote(texts.get(n)) + "::"
                                        + types.get(i).getKey());
            }
            values.add("(" + String.join(", ", columns) + ")");
        }
        database.execute(
                "CREATE TABLE " + table + " (" + String.join(", ", definitions) + ")",
                "INSERT INTO " + table + " VALUES " + String.join(", ", values));
        if (key == Key.NONE) {
            database.execute("INSERT INTO " + table + " SELECT * FROM " + table);
        }
    }

    /** Rows that one side has more often than the other, by the texts and the binary forms of all their values. */
    private static long differences(TestDatabase database, String table) {
        String row = database.jdbc()
                .sql("""
                        SELECT 'ARRAY[' || string_agg(format('concat(%1$I), encode(%2$s(%1$I), ''hex'')',
                            a.attname, t.typsend), ', ' ORDER BY a.attname) || ']'
                        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                        WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped""")
                .param("kept." + table)
                .query(String.class)
                .single();
        String now = "SELECT " + row + " FROM " + table;
        String before = "SELECT " + row + " FROM kept." + table;
        return database.jdbc()
                .sql("SELECT (SELECT count(*) FROM (" + now + " EXCEPT ALL " + before + ") AS more)"
                        + " + (SELECT count(*) FROM (" + before + " EXCEPT ALL " + now + ") AS fewer)")
                .query(Long.class)
                .single();
    }
}
