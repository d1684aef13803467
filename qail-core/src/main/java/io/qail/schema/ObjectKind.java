package io.qail.schema;

/** The kinds of object that a schema holds, by PostgreSQL's word for them. */
public enum ObjectKind {
    SCHEMA("SCHEMA"),
    EXTENSION("EXTENSION"),
    ENUM("TYPE"),
    DOMAIN("DOMAIN"),
    /** A composite type; the row types of tables are part of their tables. */
    TYPE("TYPE"),
    SEQUENCE("SEQUENCE"),
    TABLE("TABLE"),
    /** Of a table, a view or a composite type. */
    COLUMN("COLUMN"),
    /** Of a table or a domain. */
    CONSTRAINT("CONSTRAINT"),
    INDEX("INDEX"),
    STATISTICS("STATISTICS"),
    VIEW("VIEW"),
    MATERIALIZED_VIEW("MATERIALIZED VIEW"),
    FUNCTION("FUNCTION"),
    PROCEDURE("PROCEDURE"),
    AGGREGATE("AGGREGATE"),
    TRIGGER("TRIGGER"),
    POLICY("POLICY"),
    /** What objects that are made later are granted from the start; only a {@link Grant} points at it. */
    DEFAULT_PRIVILEGES("DEFAULT PRIVILEGES");

    private final String keyword;

    ObjectKind(String keyword) {
        this.keyword = keyword;
    }

    /** The word in {@code DROP …} and {@code COMMENT ON …}. */
    public String keyword() {
        return keyword;
    }

    /** Whether one name stands for several objects, told apart by the types of their arguments. */
    public boolean isRoutine() {
        return this == FUNCTION || this == PROCEDURE || this == AGGREGATE;
    }

    /** Whether its name is unique within a table only. */
    public boolean isMember() {
        return this == COLUMN || this == CONSTRAINT || this == TRIGGER || this == POLICY;
    }

    /** Whether it is a kind of {@link SchemaObject}; the others have maps of their own in a {@link Schema}, or are parts. */
    public boolean isSchemaObject() {
        return switch (this) {
            case DOMAIN, TYPE, STATISTICS, VIEW, MATERIALIZED_VIEW, FUNCTION, PROCEDURE, AGGREGATE, TRIGGER, POLICY ->
                true;
            case SCHEMA, EXTENSION, ENUM, SEQUENCE, TABLE, COLUMN, CONSTRAINT, INDEX, DEFAULT_PRIVILEGES -> false;
        };
    }
}
