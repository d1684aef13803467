package io.qail.plan;

/** The order of a plan: each phase may rely on all phases before it, and the way back runs them from last to first. */
enum Phase {
    /** What stands on something else and goes, or makes way for a change; under the names before the renames. */
    DROP_OBJECT,
    RENAME,
    /** Partitions that shall stand alone, or elsewhere. */
    DETACH,
    /** Privileges on what goes by an operation that does not bring them back. */
    LOSE_PRIVILEGES,
    CREATE_SCHEMA,
    EXTENSION,
    CREATE_ENUM,
    /** Before a sequence of the same name can be made; the position of the old one is read before. */
    KEEP_POSITION,
    DROP_IDENTITY,
    CREATE_SEQUENCE,
    DROP_FOREIGN_KEY,
    DROP_CONSTRAINT,
    DROP_INDEX,
    /** Constraints and indexes; after the drops, because the new name may have been another's. */
    RENAME_PART,
    /** Generated columns that have to make way for a type change, and are added again. */
    DROP_GENERATED,
    /** Columns of heirs that come from their parent from now on. */
    DROP_FOR_PARENT,
    /** Before a column can change that gives the table the place that they are about; the way back sets them after it. */
    RESET_TOAST_PARAMETERS,
    /** What holds a column to its old shape: default, NOT NULL. */
    RELAX_COLUMN,
    /** Routines and types that make way for others of the same name, when nothing of a table calls them any more. */
    DROP_ROUTINE,
    /** Columns that leave an enum, before labels go that they hold. */
    LEAVE_ENUM,
    REPLACE_ENUM,
    /** Domains, composite types, and the routines that tables can need. */
    CREATE_TYPE,
    CREATE_TABLE,
    ADD_COLUMN,
    ALTER_TYPE,
    ADD_GENERATED,
    SET_DEFAULT,
    /** Routines that the script's own work calls. */
    CREATE_FOR_STEP,
    /** The script's own work on data: it sees old and new columns. */
    STEP,
    SET_NOT_NULL,
    SET_IDENTITY,
    SET_TABLE_OPTIONS,
    SET_SEQUENCE_OWNER,
    CONTINUE_POSITION,
    /** Generated columns before those that they are computed from. */
    DROP_GENERATED_COLUMN,
    DROP_COLUMN,
    /** Columns of heirs that went with their parent's. */
    ADD_AFTER_PARENT,
    DROP_TABLE,
    /** Domains, composite types and routines that tables needed. */
    DROP_TYPE,
    DROP_SEQUENCE,
    DROP_ENUM,
    DROP_EXTENSION,
    DROP_SCHEMA,
    ADD_CONSTRAINT,
    CREATE_INDEX,
    ADD_FOREIGN_KEY,
    ATTACH,
    /** Views, triggers, policies, statistics and the remaining routines, all in the order of their dependencies. */
    CREATE_OBJECT,
    /** Those of materialized views. */
    CREATE_VIEW_INDEX,
    /** After the script's own work, which policies could keep rows from. */
    ROW_SECURITY,
    PRIVILEGES,
    COMMENT,
    AFTER_COMMIT
}
