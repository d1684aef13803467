package io.qail.attack;

import io.qail.attack.AttackedColumn.Action;
import io.qail.attack.World.Migrator;
import io.qail.attack.World.Write;
import io.qail.history.BackupMode;
import io.qail.rollback.Conflict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes a world of a seed: the same seed makes the same world. */
final class WorldGenerator {

    private static final int TABLES = 4;
    private static final int COLUMNS = 5;

    private static final List<String> COLUMN_NAMES = List.of(
            "n", "c", "hash", "part", "place", "select", "Mixed Case", "quo\"te", "é😀", "a.b", "row_id", "value_json");

    /** Settings of a database that change how PostgreSQL reads or writes values and statements. */
    private static final List<String> SETTINGS = List.of(
            "array_nulls = off",
            "standard_conforming_strings = off",
            "DateStyle = 'SQL, DMY'",
            "IntervalStyle = iso_8601",
            "bytea_output = escape",
            "extra_float_digits = 0",
            "search_path = off_path, mixed, public",
            "TimeZone = 'Asia/Kathmandu'",
            "quote_all_identifiers = on",
            "default_transaction_isolation = serializable",
            "lc_monetary = 'C'",
            "xmlbinary = hex",
            "xmloption = document",
            "backslash_quote = off",
            "escape_string_warning = off",
            "transform_null_equals = on",
            "default_transaction_deferrable = on",
            "session_replication_role = replica",
            "check_function_bodies = off",
            "row_security = off",
            "timezone_abbreviations = 'Australia'");

    private final Random random;
    private final long seed;
    private int nextType;

    private WorldGenerator(long seed) {
        this.seed = seed;
        // Neighbouring seeds have neighbouring first numbers otherwise.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.nextType = random.nextInt(AttackTypes.count());
    }

    static World of(long seed, boolean superuser) {
        return new WorldGenerator(seed).world(superuser);
    }

    private World world(boolean superuser) {
        BackupMode store = random.nextBoolean() ? BackupMode.DATABASE : BackupMode.FILE;
        Migrator migrator = superuser ? Migrator.values()[random.nextInt(3)] : Migrator.OWNER;
        List<String> settings = new ArrayList<>();
        if (random.nextInt(3) > 0) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                String setting = AttackTypes.any(random, SETTINGS);
                if (superuser || !setting.startsWith("session_replication_role")) {
                    settings.add(setting);
                }
            }
        }
        Set<Write> writes = EnumSet.noneOf(Write.class);
        if (random.nextInt(2) == 0) {
            for (Write write : Write.values()) {
                if (random.nextBoolean()) {
                    writes.add(write);
                }
            }
        }
        Conflict conflict = random.nextBoolean() ? Conflict.PREFER_SNAPSHOT : Conflict.PREFER_CURRENT;
        boolean labelRemoved = random.nextInt(4) == 0;
        List<AttackedTable> tables = new ArrayList<>();
        for (int i = 0; i < TABLES; i++) {
            tables.add(table(i, conflict, labelRemoved));
        }
        boolean sequences =
                random.nextInt(2) == 0 && (migrator == Migrator.OWNER || !Quarantine.SEQUENCES_OF_OTHERS.holds());
        return new World(seed, store, migrator, settings, tables, writes, conflict, labelRemoved, sequences);
    }

    private AttackedTable table(int number, Conflict conflict, boolean labelRemoved) {
        AttackKey key;
        do {
            key = AttackKey.values()[random.nextInt(AttackKey.values().length)];
        } while (Quarantine.holds(key));
        boolean dropped = random.nextInt(4) == 0;
        String name = random.nextInt(3) == 0 ? "Table \"" + number + "\", é" : "t" + number;
        // Without a key a version can drop columns or change one: the README says that the rollback of more is refused.
        boolean drops = key != AttackKey.NONE || random.nextBoolean();
        boolean changes = key != AttackKey.NONE || !drops;
        List<AttackedColumn> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS && (i == 0 || drops); i++) {
            String columnName = random.nextInt(3) == 0 ? AttackTypes.any(random, COLUMN_NAMES) + i : "c" + i;
            if (i < COLUMN_NAMES.size() && random.nextInt(4) == 0) {
                columnName = COLUMN_NAMES.get(i);
            }
            AttackedColumn column;
            do {
                column = column(columnName, drops, changes, conflict, labelRemoved);
            } while (Quarantine.holds(column));
            columns.add(column);
        }
        String renamed = !dropped && random.nextInt(5) == 0 ? name + " renamed" : null;
        AttackedTable table = new AttackedTable(name, key, columns, dropped, renamed, List.of(), List.of());
        return ObjectsOnTables.around(table, random);
    }

    private AttackedColumn column(
            String name, boolean drops, boolean changes, Conflict conflict, boolean labelRemoved) {
        Action action = action(drops, changes);
        int offset = random.nextInt(20);
        boolean withDefault = random.nextInt(4) == 0;
        if (action == Action.RETYPE) {
            AttackTypes.Retype retype = AttackTypes.any(random, AttackTypes.RETYPES);
            return new AttackedColumn(name, retype.from(), action, offset, false, retype);
        }
        String type = AttackTypes.name(nextType++);
        if ((action == Action.VOLATILE || action == Action.READ_OTHER) && conflict == Conflict.PREFER_CURRENT) {
            // The values count as changed since, and stay.
            action = Action.EMPTY;
        }
        if (type.equals("amount") && (action == Action.TO_TEXT || action == Action.RENAME_TO_TEXT)) {
            // Its cast to text is for explicit use alone.
            action = Action.FILL;
        }
        if (labelRemoved && type.startsWith("shrinking") && action != Action.TO_TEXT) {
            action = drops ? Action.DROP : Action.TO_TEXT;
        }
        return new AttackedColumn(name, type, action, offset, withDefault && action == Action.DROP, null);
    }

    private Action action(boolean drops, boolean changes) {
        while (true) {
            Action action =
                    random.nextInt(3) == 0 ? Action.DROP : Action.values()[random.nextInt(Action.values().length)];
            AttackedColumn probe = new AttackedColumn("", "", action, 0, false, null);
            if ((drops || action != Action.DROP) && (changes || !probe.changes())) {
                return action;
            }
        }
    }
}
