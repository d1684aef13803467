package io.qail.plan;

/** The order of a plan: each phase may rely on all phases before it, and the way back runs them from last to first. */
enum Phase {
    RENAME,
    CREATE_SCHEMA,
    EXTENSION,
    CREATE_ENUM,
    CREATE_SEQUENCE,
    DROP_FOREIGN_KEY,
    DROP_CONSTRAINT,
    DROP_INDEX,
    /** Constraints and indexes; after the drops, because the new name may have been another's. */
    RENAME_PART,
    /** Generated columns that have to make way for a type change, and are added again. */
    DROP_GENERATED,
    /** What holds a column to its old shape: identity, default, NOT NULL. */
    RELAX_COLUMN,
    /** Columns that leave an enum, before labels go that they hold. */
    LEAVE_ENUM,
    REPLACE_ENUM,
    CREATE_TABLE,
    ADD_COLUMN,
    ALTER_TYPE,
    ADD_GENERATED,
    SET_DEFAULT,
    /** The script's own work on data: it sees old and new columns. */
    STEP,
    SET_NOT_NULL,
    SET_IDENTITY,
    SET_SEQUENCE_OWNER,
    /** Generated columns before those that they are computed from. */
    DROP_GENERATED_COLUMN,
    DROP_COLUMN,
    DROP_TABLE,
    DROP_SEQUENCE,
    DROP_ENUM,
    DROP_EXTENSION,
    DROP_SCHEMA,
    ADD_CONSTRAINT,
    CREATE_INDEX,
    ADD_FOREIGN_KEY,
    COMMENT,
    AFTER_COMMIT
}
