package io.qail.attack;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.attack.FleetModel.Database;
import io.qail.attack.FleetModel.Kind;
import io.qail.error.QailException;
import io.qail.history.BackupMode;
import io.qail.rollback.RollbackRequest;
import io.qail.snapshot.SnapshotOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A random sequence of what operators ask of QAIL and of PostgreSQL, over three databases and everything that becomes of
 * them. After each step no database and no file has gone, or has another name, that the step did not own.
 */
final class Interleaving {

    private enum Step {
        WRITE,
        MIGRATE,
        MIGRATE_WITH_RETENTION,
        ROLLBACK,
        PURGE,
        CREATE,
        REPLACE,
        SYNC,
        VALIDATE,
        PROMOTE,
        SHADOW_TO_PROMOTION,
        FAILBACK,
        ABORT,
        TEST_CLONE,
        COPY,
        RESTORE,
        SWAP_NAMES
    }

    private static final List<Step> WEIGHTED = List.of(
            Step.WRITE,
            Step.MIGRATE,
            Step.MIGRATE_WITH_RETENTION,
            Step.ROLLBACK,
            Step.ROLLBACK,
            Step.PURGE,
            Step.PURGE,
            Step.CREATE,
            Step.REPLACE,
            Step.SYNC,
            Step.VALIDATE,
            Step.PROMOTE,
            Step.PROMOTE,
            Step.SHADOW_TO_PROMOTION,
            Step.FAILBACK,
            Step.ABORT,
            Step.ABORT,
            Step.ABORT,
            Step.TEST_CLONE,
            Step.COPY,
            Step.COPY,
            Step.RESTORE,
            Step.SWAP_NAMES);

    /** Milliseconds of each step done. */
    static final Map<Object, List<Long>> SPENT = new java.util.concurrent.ConcurrentHashMap<>();

    private final Fleet fleet;
    private final Random random;
    private final int steps;
    private final FleetModel model = new FleetModel();
    private final List<String> log = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> versions = new java.util.TreeMap<>();
    private int made;
    private long nextRow = 1000;

    Interleaving(Fleet fleet, long seed, int steps) {
        this.fleet = fleet;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.steps = steps;
    }

    /** What went wrong, with all that was done; empty when nothing did. */
    List<String> run(List<String> names) throws SQLException {
        for (Map.Entry<Long, String> database : fleet.databases().entrySet()) {
            String lineage = "scripts" + names.indexOf(database.getValue());
            Database known = new Database(database.getKey(), lineage, Kind.SERVING);
            model.databases.put(known.oid, known);
            model.names.put(known.oid, database.getValue());
            versions.put(lineage, 1);
            fleet.script(lineage, "V1__items.qail", """
                    table items {
                      id bigint primary_key
                      v text not_null
                      note text
                    }
                    """);
            qail(known, o -> o).migrate();
            for (int i = 0; i < 5; i++) {
                known.rows.put(nextRow, "v" + nextRow++);
            }
            fleet.execute(
                    database.getValue(),
                    "INSERT INTO items (id, v, note) SELECT n, 'v' || n, 'n' || n FROM generate_series(" + (nextRow - 5)
                            + ", " + (nextRow - 1) + ") n");
        }
        for (int i = 0; i < steps && violations.isEmpty(); i++) {
            step();
        }
        for (Database database : model.databases.values()) {
            if (violations.isEmpty()) {
                rows(database);
            }
        }
        if (violations.isEmpty()) {
            return List.of();
        }
        List<String> all = new ArrayList<>(violations);
        log.forEach(line -> all.add("    " + line));
        return all;
    }

    /** How many steps did what they say. */
    int done() {
        return (int) log.stream().filter(line -> line.endsWith(": done")).count();
    }

    private Qail qail(Database database, UnaryOperator<QailOptions> change) {
        return fleet.qail(model.name(database.oid), database.lineage, change);
    }

    private void step() throws SQLException {
        Step step = AttackTypes.any(random, WEIGHTED);
        // First something worth confusing: snapshots, promoted databases and copies of both.
        if (log.size() < 4) {
            step = AttackTypes.any(
                    random, List.of(Step.SHADOW_TO_PROMOTION, Step.CREATE, Step.MIGRATE, Step.MIGRATE, Step.COPY));
        }
        Database on = any(step);
        String name = model.name(on.oid);
        String text = step + " on " + name + " (" + on.kind + ")";
        Set<Long> mayGo = new HashSet<>();
        Set<Long> mayBeRenamed = new HashSet<>();
        boolean mayCreate = false;
        Set<Long> files = Set.of();
        switch (step) {
            case ABORT -> add(mayGo, on.shadow, on.testClone);
            case REPLACE -> {
                add(mayGo, on.shadow, on.testClone);
                mayCreate = true;
            }
            case CREATE -> mayCreate = true;
            case TEST_CLONE -> {
                add(mayGo, on.testClone);
                mayCreate = true;
            }
            case PROMOTE -> {
                if (on.shadow != null) {
                    add(mayBeRenamed, on.oid, on.shadow);
                    add(mayGo, on.testClone);
                }
            }
            case SHADOW_TO_PROMOTION -> {
                add(mayBeRenamed, on.oid, on.shadow);
                mayCreate = true;
            }
            case FAILBACK -> {
                if (on.kept != null) {
                    add(mayBeRenamed, on.oid, on.kept);
                }
            }
            case PURGE, MIGRATE_WITH_RETENTION, ROLLBACK -> files = Set.of(on.oid);
            default -> {}
        }
        Map<Long, String> before = Map.copyOf(model.names);
        TreeSet<String> filesBefore = new TreeSet<>(model.files.keySet());
        long start = System.nanoTime();
        try {
            text += perform(step, on) ? ": done" : ": nothing to do";
        } catch (QailException e) {
            text += ": refused, " + first(e.getMessage());
        } catch (SQLException e) {
            text += ": failed";
            violations.add(text + " " + e.getMessage());
        } catch (RuntimeException e) {
            text += ": failed";
            violations.add(text + " with " + e);
        }
        SPENT.computeIfAbsent(step, any -> new ArrayList<>()).add((System.nanoTime() - start) / 1_000_000);
        log.add(text);
        databases(step, on, before, mayGo, mayBeRenamed, mayCreate);
        files(on, filesBefore, files);
        if (model.databases.containsKey(on.oid) && violations.isEmpty()) {
            rows(on);
        }
    }

    /** Most often one that the step means something to; sometimes any. */
    private Database any(Step step) {
        List<Database> all = List.copyOf(model.databases.values());
        List<Database> fitting = random.nextInt(4) == 0
                ? all
                : all.stream()
                        .filter(database -> switch (step) {
                            case SYNC, VALIDATE, TEST_CLONE -> database.shadow != null;
                            case FAILBACK -> database.kept != null || database.kind == Kind.COPY;
                            case ABORT, PROMOTE, REPLACE ->
                                database.shadow != null || database.kind == Kind.COPY || database.kind == Kind.OLD;
                            case RESTORE -> database.kind == Kind.COPY;
                            case PURGE, MIGRATE_WITH_RETENTION, ROLLBACK -> database.kind != Kind.SHADOW;
                            default -> database.kind == Kind.SERVING;
                        })
                        .toList();
        return AttackTypes.any(random, fitting.isEmpty() ? all : fitting);
    }

    private static void add(Set<Long> to, @Nullable Long... oids) {
        for (Long oid : oids) {
            if (oid != null) {
                to.add(oid);
            }
        }
    }

    private static String first(@Nullable String message) {
        return Objects.toString(message, "").lines().findFirst().orElse("");
    }

    /** Whether anything was done. */
    private boolean perform(Step step, Database on) throws SQLException {
        switch (step) {
            case WRITE -> {
                if (on.kind == Kind.SHADOW || on.kind == Kind.OLD) {
                    return false;
                }
                write(on);
            }
            case MIGRATE -> migrate(on, o -> o);
            case MIGRATE_WITH_RETENTION ->
                migrate(
                        on,
                        o -> o.withSnapshots(new SnapshotOptions(fleet.snapshots(), null, null, Duration.ofMillis(1))));
            case ROLLBACK -> rollback(on);
            case PURGE -> {
                List<String> snapshots =
                        fleet.strings(model.name(on.oid), "SELECT id FROM _qail_snapshots ORDER BY id");
                if (snapshots.isEmpty()) {
                    return false;
                }
                qail(on, o -> o).purge(Long.parseLong(AttackTypes.any(random, snapshots)));
            }
            case CREATE -> create(on, false);
            case REPLACE -> create(on, true);
            case SYNC -> qail(on, o -> o).shadow().sync();
            case VALIDATE -> qail(on, o -> o).shadow().validate();
            case PROMOTE -> qail(on, o -> o).shadow().promote();
            case SHADOW_TO_PROMOTION -> {
                if (on.kind == Kind.SHADOW) {
                    return false;
                }
                if (on.shadow == null) {
                    create(on, false);
                    Map<Long, String> names = fleet.databases();
                    names.keySet().removeAll(model.names.keySet());
                    names.forEach((oid, name) -> shadowOf(on, oid, name));
                }
                write(on);
                qail(on, o -> o).shadow().sync();
                qail(on, o -> o).shadow().validate();
                write(on);
                qail(on, o -> o).shadow().promote();
            }
            case FAILBACK -> qail(on, o -> o).shadow().promoteBack();
            case ABORT -> qail(on, o -> o).shadow().abort();
            case TEST_CLONE -> qail(on, o -> o).shadow().cloneForTesting();
            case COPY -> {
                if (model.databases.size() > 8) {
                    return false;
                }
                copy(on, base(on) + "_copy" + made++);
            }
            case RESTORE -> {
                // A copy is dropped, and comes back under its name from a backup of another state, or of another
                // database.
                Database from = AttackTypes.any(random, List.copyOf(model.databases.values()));
                if (on.kind != Kind.COPY || from == on) {
                    return false;
                }
                String name = model.name(on.oid);
                fleet.admin("DROP DATABASE " + Sql.name(name) + " WITH (FORCE)");
                model.databases.remove(on.oid);
                model.names.remove(on.oid);
                copy(from, name);
            }
            case SWAP_NAMES -> {
                Database other = AttackTypes.any(random, List.copyOf(model.databases.values()));
                if (other == on || on.kind == Kind.SHADOW || other.kind == Kind.SHADOW) {
                    return false;
                }
                String name = model.name(on.oid);
                String second = model.name(other.oid);
                fleet.admin("ALTER DATABASE " + Sql.name(name) + " RENAME TO " + Sql.name(name + "_x"));
                fleet.admin("ALTER DATABASE " + Sql.name(second) + " RENAME TO " + Sql.name(name));
                fleet.admin("ALTER DATABASE " + Sql.name(name + "_x") + " RENAME TO " + Sql.name(second));
                model.names.put(on.oid, second);
                model.names.put(other.oid, name);
            }
        }
        return true;
    }

    private String base(Database on) {
        return model.names.values().stream()
                .filter(name -> model.name(on.oid).startsWith(name))
                .min(java.util.Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    private void create(Database on, boolean replace) {
        if (on.kind == Kind.SERVING && random.nextBoolean()) {
            newVersion(on);
        }
        qail(on, o -> o.withShadow(o.shadow().withReplace(replace))).shadow().create();
    }

    private void newVersion(Database on) {
        int version = versions.merge(on.lineage, 1, Integer::sum);
        fleet.script(
                on.lineage,
                "V" + version + "__next.qail",
                version % 2 == 0
                        ? "add items.c" + version + " text\ntransform upper(v) -> items.c" + version + "\n"
                        : "drop items.c" + (version - 1) + "\n");
    }

    private void migrate(Database on, UnaryOperator<QailOptions> change) {
        newVersion(on);
        BackupMode store = random.nextInt(4) == 0 ? BackupMode.DATABASE : BackupMode.FILE;
        qail(on, o -> change.apply(o.withMigrate(o.migrate().withBackupMode(store))))
                .migrate();
    }

    private void rollback(Database on) throws SQLException {
        List<String> newest = fleet.strings(
                model.name(on.oid),
                "SELECT version FROM _qail_migrations WHERE type = 'VERSIONED' ORDER BY id DESC LIMIT 1");
        int version = newest.isEmpty() ? 1 : Integer.parseInt(newest.get(0));
        qail(on, o -> o).rollback(RollbackRequest.to(String.valueOf(Math.max(1, version - 1))));
    }

    private void write(Database on) throws SQLException {
        long id = nextRow++;
        List<String> sql = new ArrayList<>();
        sql.add("INSERT INTO items (id, v, note) VALUES (" + id + ", 'v" + id + "', 'n" + id + "')");
        on.rows.put(id, "v" + id);
        if (random.nextInt(3) == 0 && on.rows.size() > 3) {
            long changed = AttackTypes.any(random, List.copyOf(on.rows.keySet()));
            sql.add("UPDATE items SET v = 'w" + id + "' WHERE id = " + changed);
            on.rows.put(changed, "w" + id);
        }
        if (random.nextInt(5) == 0 && on.rows.size() > 3) {
            long gone = AttackTypes.any(random, List.copyOf(on.rows.keySet()));
            sql.add("DELETE FROM items WHERE id = " + gone);
            on.rows.remove(gone);
        }
        fleet.execute(model.name(on.oid), String.join("; ", sql));
    }

    private void copy(Database from, String name) throws SQLException {
        fleet.admin("CREATE DATABASE " + Sql.name(name) + " TEMPLATE " + Sql.name(model.name(from.oid)));
        fleet.databases().forEach((oid, found) -> {
            if (found.equals(name)) {
                Database copy = new Database(oid, from.lineage, Kind.COPY);
                copy.take(from);
                model.databases.put(oid, copy);
                model.names.put(oid, name);
            }
        });
    }

    private void shadowOf(Database on, long oid, String name) {
        Database shadow = new Database(oid, on.lineage, Kind.SHADOW);
        model.databases.put(oid, shadow);
        model.names.put(oid, name);
        on.shadow = oid;
    }

    private void databases(
            Step step,
            Database on,
            Map<Long, String> before,
            Set<Long> mayGo,
            Set<Long> mayBeRenamed,
            boolean mayCreate)
            throws SQLException {
        Map<Long, String> now = fleet.databases();
        String said = log.get(log.size() - 1);
        for (long oid : List.copyOf(model.names.keySet())) {
            String was = model.name(oid);
            String is = now.get(oid);
            if (is == null) {
                if (mayGo.contains(oid)) {
                    forget(oid);
                } else {
                    violations.add("DROPPED a database: " + was + " (" + model.get(oid).kind + ") by " + said);
                }
            } else if (!is.equals(was) && step != Step.SWAP_NAMES) {
                if (!mayBeRenamed.contains(oid) && !Objects.equals(on.shadow, oid)) {
                    violations.add("RENAMED a database: " + was + " to " + is + " by " + said);
                }
            }
        }
        if (!violations.isEmpty()) {
            return;
        }
        Map<Long, String> added = new java.util.TreeMap<>(now);
        added.keySet().removeAll(model.names.keySet());
        for (Map.Entry<Long, String> entry : added.entrySet()) {
            if (!mayCreate) {
                violations.add("MADE a database: " + entry.getValue() + " by " + said);
            } else if (step == Step.TEST_CLONE) {
                Database clone = new Database(entry.getKey(), on.lineage, Kind.TEST_CLONE);
                clone.take(on);
                model.databases.put(clone.oid, clone);
                on.testClone = clone.oid;
            } else {
                shadowOf(on, entry.getKey(), entry.getValue());
            }
        }
        String name = before.getOrDefault(on.oid, "");
        Long shadow = on.shadow;
        Long kept = on.kept;
        if (shadow != null && name.equals(now.get(shadow))) {
            // Promoted.
            Database promoted = model.get(shadow);
            promoted.kind = Kind.SERVING;
            promoted.take(on);
            promoted.kept = on.oid;
            on.kind = Kind.OLD;
            on.shadow = null;
            on.testClone = null;
            filesMove(on, promoted);
        } else if (kept != null && name.equals(now.get(kept)) && step == Step.FAILBACK) {
            Database old = model.get(kept);
            old.kind = Kind.SERVING;
            on.kind = Kind.OLD;
            on.kept = null;
            filesMove(on, old);
        }
        model.names.clear();
        model.names.putAll(now);
    }

    private void filesMove(Database from, Database to) {
        model.files.values().stream().filter(owners -> owners.remove(from.oid)).forEach(owners -> owners.add(to.oid));
    }

    private void forget(long oid) {
        model.databases.remove(oid);
        for (Database database : model.databases.values()) {
            database.shadow = Objects.equals(database.shadow, oid) ? null : database.shadow;
            database.testClone = Objects.equals(database.testClone, oid) ? null : database.testClone;
            database.kept = Objects.equals(database.kept, oid) ? null : database.kept;
        }
        model.names.remove(oid);
    }

    private void files(Database on, TreeSet<String> before, Set<Long> mayDelete) {
        TreeSet<String> now = fleet.snapshotDirectories();
        String said = log.get(log.size() - 1);
        for (String directory : before) {
            Set<Long> owners = model.files.getOrDefault(directory, Set.of());
            if (!now.contains(directory)) {
                if (owners.stream().noneMatch(mayDelete::contains)) {
                    violations.add("TOUCHED files of another database: " + directory + " by " + said);
                }
                model.files.remove(directory);
            }
        }
        for (String directory : now) {
            if (!model.files.containsKey(directory)) {
                model.files.put(directory, new HashSet<>(Set.of(on.oid)));
            }
        }
    }

    private void rows(Database database) throws SQLException {
        if (database.kind == Kind.SHADOW || database.kind == Kind.TEST_CLONE) {
            return;
        }
        String name = model.name(database.oid);
        List<String> found =
                fleet.strings(name, "SELECT id || ' ' || v || ' ' || coalesce(note, '-') FROM items ORDER BY id");
        List<String> expected = new ArrayList<>();
        database.rows.forEach((id, v) -> expected.add(id + " " + v + " n" + id));
        if (!found.equals(expected)) {
            violations.add("ROWS of " + name + " are " + found + " instead of " + expected);
        }
    }
}
