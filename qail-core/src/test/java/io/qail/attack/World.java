package io.qail.attack;

import io.qail.history.BackupMode;
import io.qail.rollback.Conflict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One database, one version and what happens between there and back. */
record World(
        long seed,
        BackupMode store,
        Migrator migrator,
        List<String> settings,
        List<AttackedTable> tables,
        Set<Write> writes,
        Conflict conflict,
        boolean labelRemoved,
        boolean sequences) {

    enum Migrator {
        OWNER,
        SUPERUSER,
        /** A role that is a member of the one that owns everything. */
        MEMBER
    }

    /** What the application does between there and back. */
    enum Write {
        INSERT,
        TOUCH,
        DELETE,
        /** A row is deleted, and another one gets its key. */
        REUSE_KEY,
        /** Values that the version changed are changed again. */
        CHANGE
    }

    World {
        settings = List.copyOf(settings);
        tables = List.copyOf(tables);
        writes = writes.isEmpty() ? EnumSet.noneOf(Write.class) : EnumSet.copyOf(writes);
    }

    private World with(List<AttackedTable> fewer, boolean sequences) {
        return new World(seed, store, migrator, settings, fewer, writes, conflict, labelRemoved, sequences);
    }

    /** Smaller worlds that have together what this one has. */
    List<World> parts() {
        List<World> parts = new ArrayList<>();
        if (tables.size() == 1) {
            AttackedTable table = tables.get(0);
            table.columns().forEach(column -> parts.add(with(List.of(table.with(column)), sequences)));
            return parts;
        }
        if (sequences || labelRemoved) {
            parts.add(with(List.of(), sequences));
        }
        tables.forEach(table -> parts.add(with(List.of(table), false)));
        parts.removeIf(part -> !part.tables.isEmpty() && part.cases().isEmpty());
        return parts;
    }

    /** The same tables with nothing special around them, the plainest first. */
    List<World> lessAround() {
        return List.of(around(List.of(), Set.of()), around(List.of(), writes), around(settings, Set.of()));
    }

    private World around(List<String> fewerSettings, Set<Write> fewerWrites) {
        return new World(
                seed,
                store,
                Migrator.OWNER,
                fewerSettings,
                tables.stream().map(AttackedTable::plain).toList(),
                fewerWrites,
                conflict,
                labelRemoved && tables.stream().anyMatch(AttackedTable::shrinks),
                tables.isEmpty() && sequences);
    }

    /** The version. */
    String script() {
        List<String> lines = new ArrayList<>();
        for (AttackedTable table : tables) {
            lines.addAll(table.script());
        }
        if (labelRemoved) {
            lines.add("enum shrinking { a, b }");
        }
        if (sequences) {
            lines.add("drop sequence fresh");
            lines.add("drop sequence positioned");
            lines.add("drop sequence called");
            lines.add("drop counted.serial_no");
            lines.add("drop counted.identity_no");
            lines.add("drop counted_whole");
        }
        return String.join("\n", lines) + "\n";
    }

    /** What a run verifies, value by value. */
    List<String> cases() {
        String around = " " + store + " " + migrator + " " + settings + " " + writes + " " + conflict;
        return tables.stream()
                .flatMap(table -> table.cases().stream())
                .map(text -> text + around)
                .toList();
    }

    @Override
    public String toString() {
        String around = "seed " + seed + ", " + store + ", migrated by " + migrator + ", settings " + settings
                + ", writes " + writes + ", " + conflict;
        if (tables.size() > 1) {
            return around + ", all tables";
        }
        return around + "\n"
                + tables.stream()
                        .map(table -> table.create() + ";\n" + String.join(";\n", table.before()) + "\n"
                                + String.join(";\n", table.handMade()) + "\n" + table.insert())
                        .collect(Collectors.joining(";\n"))
                + "\n-- script\n" + script();
    }
}
