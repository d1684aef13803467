package io.qail.attack;

import java.util.Set;

/**
 * What worlds leave out for now, because it is known to fail: each constant names a fault that is not fixed yet. Set
 * {@code -Dqail.test.attack.quarantine=} to attack with all of it, or to the names that are left out.
 */
enum Quarantine {
    /** Keys that the version itself retypes. */
    RETYPED_KEYS,
    /** regclass and its relatives. */
    REFERENCES,
    /** Transforms that fill NULLs of composite types. */
    FILLED_COMPOSITES,
    /** Retypes whose new values the old type rejects. */
    REJECTED_BY_OLD_TYPE,
    /** Sequences of columns that another role drops and gets back. */
    SEQUENCES_OF_OTHERS,
    /** Objects on columns and owners of statistics, made by hand. */
    HAND_MADE;

    private static final Set<String> NAMES = Set.of(System.getProperty(
                    "qail.test.attack.quarantine",
                    "RETYPED_KEYS,REFERENCES,FILLED_COMPOSITES,REJECTED_BY_OLD_TYPE,SEQUENCES_OF_OTHERS,HAND_MADE")
            .split(","));

    boolean holds() {
        return NAMES.contains(name());
    }

    static boolean holds(AttackedColumn column) {
        String type = column.type();
        boolean filled = column.action() == AttackedColumn.Action.FILL;
        return REFERENCES.holds() && type.startsWith("reg")
                || FILLED_COMPOSITES.holds() && filled && (type.startsWith("nest") || type.startsWith("amount"))
                || REJECTED_BY_OLD_TYPE.holds() && column.retype() != null && rejected(column.retype());
    }

    static boolean holds(AttackKey key) {
        return RETYPED_KEYS.holds() && key.retyped != null;
    }

    private static boolean rejected(AttackTypes.Retype retype) {
        return retype.to().equals("numeric(12,1)")
                || !retype.using().isEmpty()
                        && Set.of("mood", "json", "positive").contains(retype.from());
    }
}
