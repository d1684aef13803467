package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One step of a plan: one file, which alone knows its SQL, its lock, what it can destroy and how to undo it. Names in it
 * are those at the moment it runs (renames run first).
 */
public interface Operation {

    /** What it does, in SQL's words and capitals: {@code DROP COLUMN}, {@code ALTER TYPE}. */
    String action();

    /** What it does to its object. */
    Effect effect();

    /** What it acts on. */
    ObjectAddress object();

    /** Exactly what runs, in order, each without a semicolon at its end. */
    List<String> statements();

    /** The existing tables that it locks. */
    SortedSet<ObjectName> tables();

    /** The strongest lock that it takes on {@link #tables()}. */
    TableLock lock();

    /** What it can destroy. */
    default Optional<Risk> risk() {
        return Optional.empty();
    }

    /** Whether PostgreSQL writes the whole table anew; the lock is held for as long as that takes. */
    default boolean rewrites() {
        return false;
    }

    /** Whether it reads every row of its tables, to build an index or to check a condition. */
    default boolean readsEveryRow() {
        return false;
    }

    /** False for what PostgreSQL refuses inside a transaction block. */
    default boolean transactional() {
        return true;
    }

    /**
     * The operations that lead back, in order; they restore structure, not data. Empty where nothing is to be undone
     * (a filled column, loaded rows).
     */
    List<Operation> inverse();
}
