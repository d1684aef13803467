package io.qail.attack;

import io.qail.TestProject;
import io.qail.attack.World.Migrator;
import io.qail.attack.World.Write;
import io.qail.corpus.FullCatalog;
import io.qail.error.QailException;
import io.qail.rollback.Conflict;
import io.qail.rollback.RollbackRequest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs a world there and back on a database of its own and compares with what the documentation says. */
final class WorldRun {

    /** What may be refused before anything runs, by name and by what the message says. Keep it short. */
    private static final Map<String, Pattern> ALLOWED_REFUSALS = Map.of(
            // README: a rollback is refused where the schema was changed by hand.
            "changed by hand", Pattern.compile("has been changed by hand since"),
            // README: without a key, columns that were dropped and changed in one version cannot be told apart.
            "no key, dropped and changed", Pattern.compile("no key.*both dropped and changed"));

    /** What became of a world: refused by a documented reason, or a list of what is wrong, empty when nothing is. */
    record Outcome(@Nullable String refused, List<String> violations) {}

    private final World world;
    private final TestDatabase database;
    private final @Nullable AttackRoles roles;
    private final List<String> violations = new ArrayList<>();
    private @Nullable Connection session;

    private WorldRun(World world, TestDatabase database, @Nullable AttackRoles roles) {
        this.world = world;
        this.database = database;
        this.roles = roles;
    }

    /**
     * @param database with {@link AttackTypes#SETUP} and nothing else
     * @param roles null where there is no superuser
     */
    static Outcome of(World world, TestDatabase database, @Nullable AttackRoles roles) throws SQLException {
        WorldRun run = new WorldRun(world, database, roles);
        try {
            return run.run();
        } finally {
            if (run.session != null) {
                run.session.close();
            }
        }
    }

    private Outcome run() throws SQLException {
        sql(AttackTypes.PER_WORLD);
        if (world.sequences()) {
            sql(Sequences.SETUP);
        }
        for (AttackedTable table : world.tables()) {
            sql(table.create());
            table.before().forEach(this::sql);
        }
        TestProject project = new TestProject(database)
                .on(migrator())
                .migrating(o ->
                        o.withBaseline(true, "1").withBackupMode(world.store()).withDefaultSchema("public"));
        project.script("V1.5__nothing.qail", "comment on other \"attacked\"\n");
        project.migrate();
        sql("REVOKE EXECUTE ON FUNCTION takes_enum(shrinking) FROM PUBLIC");
        if (world.sequences()) {
            sql(Sequences.POSITIONS);
        }
        for (AttackedTable table : world.tables()) {
            table.handMade().forEach(this::sql);
            sql(table.insert());
        }
        for (String setting : world.settings()) {
            setting("ALTER DATABASE " + database.name() + " SET " + setting);
        }
        project.on(migrator());
        Content before = content(false);
        project.script("V2__attack.qail", world.script());
        try {
            project.migrate();
        } catch (QailException e) {
            return refused("migrate", e, before, content(false));
        }
        for (AttackedTable table : world.tables()) {
            write(table);
        }
        Content between = content(true);
        try {
            project.qail().rollback(RollbackRequest.to("1.5").preferring(world.conflict()));
        } catch (QailException e) {
            return refused("rollback", e, between, content(true));
        }
        Content after = content(false);
        for (String line : FullCatalog.difference(before.catalog(), after.catalog())) {
            violations.add("catalog " + line);
        }
        for (AttackedTable table : world.tables()) {
            compare(table, before, between, after);
        }
        return new Outcome(null, violations);
    }

    private Outcome refused(String step, QailException e, Content before, Content now) {
        String message = e.getMessage() + " " + e.action();
        for (String line : FullCatalog.difference(before.catalog(), now.catalog())) {
            violations.add("a refused " + step + " changed " + line);
        }
        if (!before.rows().equals(now.rows())) {
            violations.add("a refused " + step + " changed rows");
        }
        for (Map.Entry<String, Pattern> reason : ALLOWED_REFUSALS.entrySet()) {
            if (violations.isEmpty() && reason.getValue().matcher(message).find()) {
                return new Outcome(step + ": " + reason.getKey(), violations);
            }
        }
        violations.add(step + " refused: " + message);
        return new Outcome(null, violations);
    }

    private DataSource migrator() throws SQLException {
        if (world.migrator() == Migrator.OWNER || roles == null) {
            return database.dataSource();
        }
        if (world.migrator() == Migrator.SUPERUSER) {
            return database.superuserDataSource();
        }
        PGSimpleDataSource member = new PGSimpleDataSource();
        member.setUrl(database.url());
        member.setUser(roles.member());
        member.setPassword("secret");
        return member;
    }

    /** One session for all that the test itself does. */
    private Connection session() throws SQLException {
        if (session == null) {
            session = database.connection();
        }
        Content.pin(session);
        return session;
    }

    private void sql(String... statements) {
        try (Statement statement = session().createStatement()) {
            for (String sql : statements) {
                if (roles == null && (sql.contains("{reader}") || sql.contains("{owner}"))) {
                    continue;
                }
                statement.execute(
                        roles == null ? sql.replace("{app}", database.user()) : roles.named(sql, database.user()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The generator made what PostgreSQL refuses\n" + String.join(";\n", statements), e);
        }
    }

    private void setting(String sql) throws SQLException {
        try (Connection connection = roles == null ? database.connection() : database.superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Content content(boolean migrated) throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (AttackedTable table : world.tables()) {
            if (!migrated) {
                columns.put(table.name(), table.columnNames());
            } else if (!table.dropped()) {
                columns.put(table.renamed() == null ? table.name() : table.renamed(), table.columnNamesAfter());
            }
        }
        if (world.sequences() && !migrated) {
            columns.put("counted", List.of("id", "serial_no", "identity_no"));
            columns.put("counted_whole", List.of("id", "no"));
        }
        return Content.read(session(), columns);
    }

    private void write(AttackedTable table) {
        if (table.dropped() || world.writes().isEmpty()) {
            return;
        }
        String t = table.sqlAfter();
        List<String> keys = table.key().columnsAfter();
        if (world.writes().contains(Write.INSERT)) {
            List<String> names = new ArrayList<>(keys);
            names.add("rid");
            List<String> values = new ArrayList<>(table.key().of(20));
            values.add("20");
            sql("INSERT INTO " + t + " (" + Sql.names(names) + ") VALUES (" + String.join(", ", values) + ")");
        }
        if (table.key() == AttackKey.NONE) {
            return;
        }
        if (world.writes().contains(Write.TOUCH)) {
            sql("UPDATE " + t + " SET touched = 'yes' WHERE rid = 3");
        }
        if (world.writes().contains(Write.DELETE)) {
            sql("DELETE FROM " + t + " WHERE rid = 4");
        }
        if (world.writes().contains(Write.REUSE_KEY)) {
            String names = Sql.names(keys);
            sql("CREATE TEMP TABLE kept_key AS SELECT " + names + " FROM " + t + " WHERE rid = 5; DELETE FROM " + t
                    + " WHERE rid = 5; INSERT INTO " + t + " (" + names + ", rid, touched) SELECT " + names
                    + ", 25, 'reused' FROM kept_key; DROP TABLE kept_key");
        }
        if (world.writes().contains(Write.CHANGE)) {
            for (AttackedColumn column : table.columns()) {
                if (column.survives() && column.changes()) {
                    sql("UPDATE " + t + " SET " + Sql.name(column.nameAfter()) + " = NULL WHERE rid = 6");
                }
            }
        }
    }

    private void compare(AttackedTable table, Content before, Content between, Content after) {
        List<Map<String, String>> old = before.rows().getOrDefault(table.name(), List.of());
        List<Map<String, String>> now = after.rows().getOrDefault(table.name(), List.of());
        if (table.dropped() || table.key() == AttackKey.NONE) {
            multiset(table, old, now);
            return;
        }
        List<Map<String, String>> middle =
                between.rows().getOrDefault(table.renamed() == null ? table.name() : table.renamed(), List.of());
        Map<String, Map<String, String>> was = byRid(old);
        Map<String, Map<String, String>> wrote = byRid(middle);
        Map<String, Map<String, String>> is = byRid(now);
        if (!is.keySet().equals(wrote.keySet())) {
            violations.add(table.name() + ": rows " + is.keySet() + " instead of " + wrote.keySet());
        }
        is.forEach((rid, row) -> {
            Map<String, String> written = wrote.getOrDefault(rid, Map.of());
            Map<String, String> original = was.get(rid);
            if (original == null) {
                added(table, rid, row, written);
            } else {
                row.forEach((column, value) -> column(table, rid, column, value, original, written));
            }
        });
    }

    private void column(
            AttackedTable table,
            String rid,
            String column,
            String value,
            Map<String, String> original,
            Map<String, String> written) {
        String expected =
                column.equals("touched") ? written.getOrDefault(column, "") : original.getOrDefault(column, "");
        boolean changedSince = world.writes().contains(Write.CHANGE) && rid.equals("6");
        if (changedSince
                && value.equals(Content.NULL)
                && table.columns().stream().anyMatch(c -> c.name().equals(column) && c.changes())) {
            // What was written since stays; where it was NULL before that as well, either is right.
            return;
        }
        if (changedSince
                && world.conflict() == Conflict.PREFER_CURRENT
                && table.columns().stream().anyMatch(c -> c.name().equals(column) && c.changes())
                && !mayBeUnchanged(table, column, value)) {
            violations.add(
                    table.name() + "." + column + ", row " + rid + ": " + value + " instead of what was written");
            return;
        }
        if (!value.equals(expected)) {
            violations.add(table.name() + "." + column + ", row " + rid + ": " + value + " instead of " + expected
                    + describe(table, column));
        }
    }

    /** The version itself had made it NULL: nobody can tell that it was written again. */
    private static boolean mayBeUnchanged(AttackedTable table, String column, String value) {
        return !value.equals(Content.NULL)
                && table.columns().stream()
                        .anyMatch(c -> c.name().equals(column)
                                && (c.action() == AttackedColumn.Action.EMPTY
                                        || c.action() == AttackedColumn.Action.VOLATILE
                                        || c.action() == AttackedColumn.Action.READ_OTHER
                                        || c.action() == AttackedColumn.Action.RETYPE));
    }

    private void added(AttackedTable table, String rid, Map<String, String> row, Map<String, String> written) {
        for (AttackedColumn column : table.columns()) {
            String value = row.getOrDefault(column.name(), "");
            boolean allowed = value.equals(Content.NULL)
                    || column.withDefault()
                    // The key is the same; the report of the rollback names such rows.
                    || rid.equals("25");
            if (!allowed) {
                violations.add(table.name() + "." + column.name() + ", new row " + rid + ": has the value " + value
                        + " of another row" + describe(table, column.name()));
            }
        }
        if (!row.getOrDefault("touched", "").equals(written.getOrDefault("touched", ""))) {
            violations.add(table.name() + ": new row " + rid + " was changed");
        }
    }

    private static String describe(AttackedTable table, String column) {
        return table.columns().stream()
                .filter(c -> c.name().equals(column))
                .findFirst()
                .map(c -> " (" + c.type() + ", " + c.operation() + ", key " + table.key() + ")")
                .orElse(" (key " + table.key() + ")");
    }

    private void multiset(AttackedTable table, List<Map<String, String>> old, List<Map<String, String>> now) {
        Map<Map<String, String>, Integer> count = new HashMap<>();
        old.forEach(row -> count.merge(row, 1, Integer::sum));
        for (Map<String, String> row : now) {
            boolean inserted = !table.dropped() && "20".equals(row.get("rid"));
            if (!inserted) {
                count.merge(row, -1, Integer::sum);
            }
        }
        count.values().removeIf(n -> n == 0);
        if (count.isEmpty()) {
            return;
        }
        List<String> columns = new ArrayList<>();
        for (String column : table.columnNames()) {
            if (!values(old, column).equals(values(now, column))) {
                columns.add(column + describe(table, column));
            }
        }
        violations.add(table.name() + ": " + count.size() + " rows are not the same"
                + (table.dropped() ? " in a dropped table" : "") + ", in " + columns);
    }

    private static Map<String, Integer> values(List<Map<String, String>> rows, String column) {
        Map<String, Integer> values = new TreeMap<>();
        rows.forEach(row -> values.merge(row.getOrDefault(column, ""), 1, Integer::sum));
        return values;
    }

    private static Map<String, Map<String, String>> byRid(List<Map<String, String>> rows) {
        Map<String, Map<String, String>> byRid = new TreeMap<>();
        rows.forEach(row -> byRid.put(row.getOrDefault("rid", ""), row));
        return byRid;
    }
}
