package io.qail.schema;

import io.qail.error.SourcePosition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a {@code .qail} file: an object that shall exist, a hint about the way to it, or a verb of a delta.
 * Types in it may still be unresolved ({@link DataType#schema()} null) until all files are read.
 */
public sealed interface Statement {

    SourcePosition position();

    /** {@code schema billing}. */
    record DeclareSchema(SourcePosition position, String name) implements Statement {}

    /** {@code extension "pgcrypto" schema public version "1.3"}. */
    record DeclareExtension(SourcePosition position, Extension extension) implements Statement {}

    /** {@code enum mood { sad, ok }}. */
    record DeclareEnum(SourcePosition position, EnumType type) implements Statement {}

    /** {@code sequence invoice_no { start 1000 }}. */
    record DeclareSequence(SourcePosition position, Sequence sequence) implements Statement {}

    /**
     * {@code table users { … }}.
     *
     * @param sequences those of its {@code serial} columns
     * @param columnPositions where each column stands, by name
     */
    record DeclareTable(
            SourcePosition position, Table table, List<Sequence> sequences, Map<String, SourcePosition> columnPositions)
            implements Statement {}

    /** {@code unique index concurrently uq on users (email)}. */
    record DeclareIndex(SourcePosition position, Index index) implements Statement {}

    /** {@code comment on users.email "…"}; a null text removes the comment. */
    record DeclareComment(
            SourcePosition position,
            ObjectAddress target,
            @Nullable String text) implements Statement {}

    /** {@code rename users -> accounts}. */
    record RenameTable(SourcePosition position, ObjectName from, ObjectName to) implements Statement {}

    /** {@code rename users.mail -> users.email}; both sides name the same table, by its name at that place of the file. */
    record RenameColumn(SourcePosition position, ObjectName table, String from, String to) implements Statement {}

    /** {@code transform lower(email) -> users.email}. */
    record Transform(SourcePosition position, Expression expression, ObjectName table, String column)
            implements Statement {}

    /** {@code drop users.email confirm}, {@code drop index i}, {@code alter T drop constraint N}. */
    record Drop(SourcePosition position, ObjectAddress target, boolean confirmed) implements Statement {}

    /**
     * {@code add users.nick text unique}.
     *
     * @param constraints those written behind the column
     * @param sequence that of a {@code serial} column, or null
     */
    record AddColumn(
            SourcePosition position,
            ObjectName table,
            Column column,
            List<Constraint> constraints,
            @Nullable Sequence sequence)
            implements Statement {}

    /**
     * {@code alter users.email varchar(80) not_null}: what is null here was not written and stays.
     *
     * @param defaultValue a new default
     * @param dropDefault {@code no_default}
     * @param constraints those written behind the column, to be added
     */
    record AlterColumn(
            SourcePosition position,
            ObjectName table,
            String column,
            @Nullable DataType type,
            @Nullable Boolean notNull,
            @Nullable Expression defaultValue,
            boolean dropDefault,
            @Nullable Identity identity,
            boolean dropIdentity,
            @Nullable Generated generated,
            boolean dropGenerated,
            @Nullable ObjectName collation,
            @Nullable String storage,
            @Nullable String compression,
            List<Constraint> constraints)
            implements Statement {}

    /** {@code alter users add constraint ck check(age > 0)}. */
    record AddConstraint(SourcePosition position, ObjectName table, Constraint constraint) implements Statement {}

    /** {@code copy cities (id, name) from 'cities.csv.gz'}; the file lies beside the script. */
    record CopyFrom(SourcePosition position, ObjectName table, List<String> columns, String file)
            implements Statement {}

    /** {@code sql $$ … $$ undo $$ … $$ confirm}. */
    record RawSql(
            SourcePosition position, String sql, @Nullable String undo, boolean confirmed) implements Statement {}

    /** {@code bucket}, {@code queue}, {@code topic}: words of QAIL's platform that are not managed here. */
    record NotManaged(SourcePosition position, String kind, String name) implements Statement {}
}
