package io.qail.language;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Generated;
import io.qail.schema.Identity;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is written about a column, while it is being read. */
final class ColumnDraft {

    final Token place;
    final String name;

    /** Whether the column exists already, so that options may also take something away. */
    final boolean altered;

    boolean serial;

    @Nullable
    DataType type;

    @Nullable
    Boolean notNull;

    /** As written; it may be the one that PostgreSQL gives by itself. */
    @Nullable
    String notNullName;

    @Nullable
    Expression defaultValue;

    boolean dropDefault;

    @Nullable
    Identity identity;

    boolean dropIdentity;

    @Nullable
    Generated generated;

    boolean dropGenerated;

    @Nullable
    ObjectName collation;

    @Nullable
    String storage;

    @Nullable
    String compression;

    /** Those behind the column, without a name where none is written. */
    final List<Constraint> constraints = new ArrayList<>();

    ColumnDraft(Token place, String name, boolean altered) {
        this.place = place;
        this.name = name;
        this.altered = altered;
    }

    /** The column of the table of that bare name. */
    Column toColumn(String table) {
        return new Column(
                name,
                Objects.requireNonNull(type),
                Boolean.TRUE.equals(notNull),
                defaultValue,
                identity,
                generated,
                collation,
                storage,
                compression,
                Column.writtenNotNullName(table, name, notNullName));
    }
}
