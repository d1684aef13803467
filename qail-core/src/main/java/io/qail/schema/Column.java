package io.qail.schema;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table; keys and checks on it are constraints of the table.
 *
 * @param notNull also true for the columns of a primary key and for identity columns
 * @param defaultValue null when there is none
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
        @Nullable String compression) {

    public static Column of(String name, DataType type) {
        return new Column(name, type, false, null, null, null, null, null, null);
    }

    public Column withName(String other) {
        return new Column(other, type, notNull, defaultValue, identity, generated, collation, storage, compression);
    }

    public Column withType(DataType other) {
        return new Column(name, other, notNull, defaultValue, identity, generated, collation, storage, compression);
    }

    public Column withNotNull(boolean other) {
        return new Column(name, type, other, defaultValue, identity, generated, collation, storage, compression);
    }

    public Column withDefault(@Nullable Expression other) {
        return new Column(name, type, notNull, other, identity, generated, collation, storage, compression);
    }

    public Column withIdentity(@Nullable Identity other) {
        return new Column(name, type, notNull, defaultValue, other, generated, collation, storage, compression);
    }

    public Column withGenerated(@Nullable Generated other) {
        return new Column(name, type, notNull, defaultValue, identity, other, collation, storage, compression);
    }

    public Column withCollation(@Nullable ObjectName other) {
        return new Column(name, type, notNull, defaultValue, identity, generated, other, storage, compression);
    }

    public Column withStorage(@Nullable String other) {
        return new Column(name, type, notNull, defaultValue, identity, generated, collation, other, compression);
    }

    public Column withCompression(@Nullable String other) {
        return new Column(name, type, notNull, defaultValue, identity, generated, collation, storage, other);
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
            sql.append(" NOT NULL");
        }
        return sql.toString();
    }
}
