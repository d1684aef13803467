package io.qail.schema;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table; keys and checks on it are constraints of the table.
 *
 * @param notNull also true for the columns of a primary key and for identity columns
 * @param defaultValue null when there is none
 * @param notNullName the name of the NOT NULL constraint where it is not the one that PostgreSQL gives (PostgreSQL 18; before,
 *     the constraint has no name), else null
 * @param collation null for the type's own collation
 * @param storage {@code plain}, {@code external}, {@code extended}, {@code main}; null for the type's own
 * @param compression {@code pglz} or {@code lz4}; null for the server's default
 */
public record Column(
        String name,
        DataType type,
        boolean notNull,
        @Nullable Expression defaultValue,
        @Nullable Identity identity,
        @Nullable Generated generated,
        @Nullable ObjectName collation,
        @Nullable String storage,
        @Nullable String compression,
        @Nullable String notNullName) {

    /** A column whose NOT NULL has the name that PostgreSQL gives it. */
    public Column(
            String name,
            DataType type,
            boolean notNull,
            @Nullable Expression defaultValue,
            @Nullable Identity identity,
            @Nullable Generated generated,
            @Nullable ObjectName collation,
            @Nullable String storage,
            @Nullable String compression) {
        this(name, type, notNull, defaultValue, identity, generated, collation, storage, compression, null);
    }

    public static Column of(String name, DataType type) {
        return new Column(name, type, false, null, null, null, null, null, null);
    }

    /** The name of a NOT NULL as a column holds it: null for the one that PostgreSQL gives by itself. */
    public static @Nullable String writtenNotNullName(String table, String column, @Nullable String name) {
        return Identifier.generated(table, column, "not_null").equals(name) ? null : name;
    }

    public Column withName(String other) {
        return new Column(
                other, type, notNull, defaultValue, identity, generated, collation, storage, compression, notNullName);
    }

    public Column withType(DataType other) {
        return new Column(
                name, other, notNull, defaultValue, identity, generated, collation, storage, compression, notNullName);
    }

    public Column withNotNull(boolean other) {
        return new Column(
                name, type, other, defaultValue, identity, generated, collation, storage, compression, notNullName);
    }

    public Column withDefault(@Nullable Expression other) {
        return new Column(
                name, type, notNull, other, identity, generated, collation, storage, compression, notNullName);
    }

    public Column withIdentity(@Nullable Identity other) {
        return new Column(
                name, type, notNull, defaultValue, other, generated, collation, storage, compression, notNullName);
    }

    public Column withGenerated(@Nullable Generated other) {
        return new Column(
                name, type, notNull, defaultValue, identity, other, collation, storage, compression, notNullName);
    }

    public Column withCollation(@Nullable ObjectName other) {
        return new Column(
                name, type, notNull, defaultValue, identity, generated, other, storage, compression, notNullName);
    }

    public Column withStorage(@Nullable String other) {
        return new Column(
                name, type, notNull, defaultValue, identity, generated, collation, other, compression, notNullName);
    }

    public Column withCompression(@Nullable String other) {
        return new Column(
                name, type, notNull, defaultValue, identity, generated, collation, storage, other, notNullName);
    }

    public Column withNotNullName(@Nullable String other) {
        return new Column(
                name, type, notNull, defaultValue, identity, generated, collation, storage, compression, other);
    }

    /** The column as it stands in {@code CREATE TABLE} and {@code ADD COLUMN}; storage is set by a statement of its own. */
    public String sql() {
        StringBuilder sql =
                new StringBuilder(Identifier.quote(name)).append(' ').append(type.sql());
        if (compression != null) {
            sql.append(" COMPRESSION ").append(compression);
        }
        if (collation != null) {
            sql.append(" COLLATE ").append(collation.sql());
        }
        if (generated != null) {
            sql.append(' ').append(generated.sql());
        }
        if (identity != null) {
            sql.append(' ').append(identity.sql(type.sql()));
        }
        if (defaultValue != null) {
            sql.append(" DEFAULT ").append(defaultValue);
        }
        if (notNull) {
            sql.append(notNullName == null ? "" : " CONSTRAINT " + Identifier.quote(notNullName))
                    .append(" NOT NULL");
        }
        return sql.toString();
    }
}
