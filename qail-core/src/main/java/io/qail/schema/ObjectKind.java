package io.qail.schema;

/** The kinds of object that a schema holds, by PostgreSQL's word for them. */
public enum ObjectKind {
    SCHEMA("SCHEMA"),
    EXTENSION("EXTENSION"),
    ENUM("TYPE"),
    SEQUENCE("SEQUENCE"),
    TABLE("TABLE"),
    COLUMN("COLUMN"),
    CONSTRAINT("CONSTRAINT"),
    INDEX("INDEX");

    private final String keyword;

    ObjectKind(String keyword) {
        this.keyword = keyword;
    }

    /** The word in {@code DROP …} and {@code COMMENT ON …}. */
    public String keyword() {
        return keyword;
    }
}
