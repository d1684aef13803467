package io.qail.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.TestProject;
import io.qail.error.QailException;
import io.qail.history.BackupMode;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.SnapshotType;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** S15, S31: whatever stands in a name, a literal, a label, a comment or a file name, it is that and nothing else. */
@PostgresTest
class HostileInputTests {

    private static final List<String> HOSTILE = List.of(
            "\"; DROP TABLE x; --",
            "'; DROP TABLE x; --",
            "\\'; DROP TABLE x; --",
            "\\\"; DROP TABLE x; --\\",
            "$$; DROP TABLE x; $$",
            "$_$'; DROP TABLE x; $_$",
            "*/ DROP TABLE x; /*",
            "new\nline;\nDROP TABLE x;\n-- \t",
            "? ?? {call x} %s {0} %1$s",
            ":x #{x} ${x} :'x' \\N \\.",
            ",\"名\"; ü, DROP TABLE x");

    private final TestDatabase databases;

    HostileInputTests(TestDatabase databases) {
        this.databases = databases;
    }

    static Stream<Arguments> textsAndStores() {
        return HOSTILE.stream()
                .flatMap(text ->
                        Stream.of(Arguments.of(text, BackupMode.DATABASE), Arguments.of(text, BackupMode.FILE)));
    }

    @ParameterizedTest
    @MethodSource("textsAndStores")
    void aNameIsANameThroughCreateRenameRetypeAndDrop(String text, BackupMode mode) throws Exception {
        TestProject project = witness().migrating(o -> o.withBackupMode(mode));
        String table = name(text + "t");
        String key = name(text + "k");
        String note = name(text + "n");
        String amount = name(text + "a");
        String mood = name(text + "m");
        project.script("V2__create.qail", """
                enum %5$s { %6$s, %7$s }
                table %1$s {
                  %2$s text primary_key
                  %3$s text default %8$s
                  %4$s numeric(10,4)
                  mood %5$s default %8$s
                  check (%3$s <> 'x' || %8$s) name %9$s
                }
                index %10$s on %1$s (%3$s)
                comment on table %1$s %8$s
                comment on %1$s.%3$s %8$s
                """.formatted(
                        table,
                        key,
                        note,
                        amount,
                        mood,
                        name(text),
                        name(text + "2"),
                        literal(text),
                        name(text + "c"),
                        name(text + "i")));
        project.migrate();
        project.database()
                .jdbc()
                .sql("INSERT INTO " + table + " (" + key + ", " + amount + ") VALUES (?, 1.2345)")
                .param(text)
                .update();
        assertThat(project.value("SELECT " + note + " FROM " + table, String.class))
                .isEqualTo(text);
        assertThat(project.value("SELECT mood::text FROM " + table, String.class))
                .isEqualTo(text);
        assertThat(project.value(
                        "SELECT obj_description(oid, 'pg_class') || col_description(oid, 2) FROM pg_class"
                                + " WHERE relname = " + literal(text + "t"),
                        String.class))
                .isEqualTo(text + text);

        String renamedNote = name("r" + text);
        String renamedTable = name("s" + text);
        project.script("V3__rename.qail", "rename %s.%s -> %1$s.%s\n".formatted(table, note, renamedNote))
                .script("V4__retype.qail", "alter %s.%s numeric(10,2)\n".formatted(table, amount))
                .script("V5__rename.qail", "rename %s -> %s\n".formatted(table, renamedTable));
        project.migrate();
        assertThat(snapshotted(project, text + "t", text + "a")).containsExactly(text + "=1.2345");
        assertThat(project.value("SELECT " + amount + "::text FROM " + renamedTable, String.class))
                .isEqualTo("1.23");

        project.script("V6__drop.qail", "drop %s.%s\n".formatted(renamedTable, renamedNote));
        project.migrate();
        assertThat(snapshotted(project, "s" + text, "r" + text)).containsExactly(text + "=" + text);
        assertThat(project.qail().info(true).drift()).isEmpty();

        project.script("V7__drop.qail", "drop %s\ndrop enum %s\n".formatted(renamedTable, mood));
        project.migrate();
        SnapshotManifest last = last(project);
        assertThat(last.items())
                .singleElement()
                .satisfies(item -> assertThat(item.table()).isEqualTo(renamedTable))
                .satisfies(item -> assertThat(item.type()).isEqualTo(SnapshotType.DROP_TABLE))
                .satisfies(item -> assertThat(item.rows()).isOne());
        assertNothingElseRan(project);
    }

    @ParameterizedTest
    @FieldSource("HOSTILE")
    void aDefaultSchemaIsAName(String text) {
        TestDatabase database = databases.fresh();
        database.execute("CREATE TABLE x (id int)", "INSERT INTO x VALUES (1)", "CREATE SCHEMA " + name(text));
        TestProject project = new TestProject(database)
                .migrating(o -> o.withDefaultSchema(text))
                .script("V1__create.qail", "table t {\n id int primary_key\n note text\n}\n");
        project.migrate();
        database.execute("INSERT INTO " + name(text) + ".t VALUES (1, 'one'), (2, NULL)");
        project.script("V2__drop.qail", "drop t.note\nindex concurrently i on t (id)\n");
        project.migrate();
        assertThat(project.qail().info(true).drift())
                .extracting(difference -> difference.object().toString())
                .containsExactly("TABLE public.x");
        assertThat(last(project).records()).isOne();
        assertThat(project.count("SELECT count(*) FROM x")).isOne();
        assertThat(project.exists("public._qail_migrations")).isFalse();
    }

    /** An expression cannot end the statement that it is put into; the error comes before anything runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "add t.c int default 1; DROP TABLE x; --",
                "add t.c int default 1); DROP TABLE x; --",
                "add t.c text default '\\'; DROP TABLE x; --'",
                "add t.c text default $$a$$; DROP TABLE x",
                "add t.c text default (1); DROP TABLE x",
                "add t.c text default ('a'; DROP TABLE x)",
                "add t.c int check (true)); DROP TABLE x; --)",
                "add t.c int check (true); DROP TABLE x; --",
                "add t.c int check (c > 0 /* ) */; DROP TABLE x)",
                "add t.c int); DROP TABLE x; --",
                "add t.c varchar(1); DROP TABLE x; --)",
                "add t.c int collate \"C\"; DROP TABLE x",
                "transform id; DROP TABLE x -> t.note",
                "transform note); DROP TABLE x; -- -> t.note",
                "index i on t (id); DROP TABLE x; --)",
                "index i on t (id) where true; DROP TABLE x",
                "comment on t 'a'; DROP TABLE x; --'",
                "drop t.note; DROP TABLE x",
                "rename t.note -> t.n; DROP TABLE x",
                "copy t (id) from '../V1__witness.qail'",
                "copy t (id) from '/etc/passwd'"
            })
    void anExpressionCannotEndItsStatement(String statement) {
        // Nothing changes in the database, so one is enough for all.
        TestProject project = new TestProject(databases)
                .script("V1__witness.qail", "table x {\n id int primary_key\n}\n")
                .script("V2__t.qail", "table t {\n id int primary_key\n note text\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO x VALUES (1) ON CONFLICT DO NOTHING");
        project.script("V3__hostile.qail", statement + "\n");
        assertThat(project.failure()).isInstanceOf(QailException.class);
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
        assertNothingElseRan(project);
    }

    @Test
    void aFileNameIsAFileName() throws IOException {
        TestProject project = witness();
        project.script("V2__t'; DROP TABLE x; -- \" $$ \\.qail", "table t {\n id int primary_key\n}\n");
        String csv = "a'; DROP TABLE x; -- \" $$.csv";
        Files.writeString(project.scripts().resolve(csv), "id\n1\n2\n");
        project.script("V3__load.qail", "copy t (id) from " + literal(csv) + "\n");
        assertThat(project.migrateVersions()).containsExactly("2", "3");
        assertThat(project.count("SELECT count(*) FROM t")).isEqualTo(2);
        assertThat(project.value("SELECT script FROM _qail_migrations WHERE version = '2'", String.class))
                .contains("V2__t'; DROP TABLE x; -- \" $$ \\.qail");
        assertNothingElseRan(project);
    }

    /** A table x, which all the texts want to drop. */
    private TestProject witness() {
        TestProject project =
                new TestProject(databases.fresh()).script("V1__witness.qail", "table x {\n id int primary_key\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO x VALUES (1)");
        return project;
    }

    private static void assertNothingElseRan(TestProject project) {
        assertThat(project.count("SELECT count(*) FROM x")).isOne();
    }

    private static SnapshotManifest last(TestProject project) {
        List<SnapshotManifest> all = project.qail().info(false).snapshots();
        return all.stream().max(Comparator.comparingLong(SnapshotManifest::id)).orElseThrow();
    }

    /** What the store holds of a column, as key=value. */
    private static List<String> snapshotted(TestProject project, String table, String column) throws Exception {
        SnapshotManifest manifest = last(project);
        assertThat(manifest.items()).hasSize(1);
        SnapshotItem item = manifest.items().get(0);
        assertThat(item.table()).isEqualTo(name(table));
        assertThat(item.column()).isEqualTo(column);
        if (item.file() != null) {
            return readFile(project, Path.of(manifest.location(), Objects.requireNonNull(item.file())));
        }
        return project.database()
                .jdbc()
                .sql("SELECT row_id || '=' || (value_json #>> '{}') FROM _qail_data_snapshots WHERE snapshot_id = ?"
                        + " AND table_name = ? AND column_name = ?")
                .params(manifest.id(), name(table), column)
                .query(String.class)
                .list();
    }

    /** PostgreSQL itself reads the file. */
    private static List<String> readFile(TestProject project, Path file) throws IOException, SQLException {
        try (Connection connection = project.database().connection();
                InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            jdbc.execute("CREATE TEMP TABLE f (k text, v text)");
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY f FROM STDIN (FORMAT csv, HEADER)", in);
            return jdbc.queryForList("SELECT k || '=' || v FROM f", String.class);
        }
    }

    private static String name(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
