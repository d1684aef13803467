package io.qail.schema;

import io.qail.error.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a {@code .qail} file: an object that shall exist, a hint about the way to it, or a verb of a delta.
 * Types in it may still be unresolved ({@link DataType#schema()} null) until all files are read.
 */
public sealed interface Statement {

    SourcePosition position();

    /** {@code schema billing}. */
    record DeclareSchema(SourcePosition position, String name) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code extension "pgcrypto" schema public version "1.3"}. */
    record DeclareExtension(SourcePosition position, Extension extension) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code enum mood { sad, ok }}. */
    record DeclareEnum(SourcePosition position, EnumType type) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code sequence invoice_no { start 1000 }}. */
    record DeclareSequence(SourcePosition position, Sequence sequence) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code table users { … }}.
     *
     * @param sequences those of its {@code serial} columns
     * @param columnPositions where each column stands, by name
     */
    record DeclareTable(
            SourcePosition position, Table table, List<Sequence> sequences, Map<String, SourcePosition> columnPositions)
            implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code unique index concurrently uq on users (email)}. */
    record DeclareIndex(SourcePosition position, Index index) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A domain, type, statistics object, view, routine, trigger or policy that shall be as written. */
    record DeclareObject(SourcePosition position, SchemaObject object) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code grant select, insert on users to app}: one grant for each privilege and grantee. */
    record DeclareGrants(SourcePosition position, List<Grant> grants) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code revoke insert on users from app}. In a schema it takes away what PostgreSQL gives by itself; in a delta also
     * what was granted before.
     *
     * @param grants with {@link Grant#revoked()}; one that is grantable takes away the grant option only
     */
    record Revoke(SourcePosition position, List<Grant> grants) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code enable_rls users}, {@code force_rls users} and their contraries; what is null stays. */
    record SetRowSecurity(
            SourcePosition position,
            ObjectName table,
            @Nullable Boolean enabled,
            @Nullable Boolean forced) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code alter users set (fillfactor = 70)}, {@code alter users reset (fillfactor)}: a null value resets. */
    record SetParameters(SourcePosition position, ObjectName table, SortedMap<String, @Nullable String> parameters)
            implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code alter users set unlogged}, {@code alter users set logged}. */
    record SetLogged(SourcePosition position, ObjectName table, boolean logged) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code alter days attach partition day1 for values …}. */
    record AttachPartition(SourcePosition position, ObjectName table, TableOptions.PartitionOf place)
            implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code alter days detach partition day1}; the table is the partition. */
    record DetachPartition(SourcePosition position, ObjectName table, ObjectName parent) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code comment on users.email "…"}; a null text removes the comment. */
    record DeclareComment(
            SourcePosition position,
            ObjectAddress target,
            @Nullable String text) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code rename users -> accounts}. */
    record RenameTable(SourcePosition position, ObjectName from, ObjectName to) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code rename users.mail -> users.email}; both sides name the same table, by its name at that place of the file. */
    record RenameColumn(SourcePosition position, ObjectName table, String from, String to) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code transform lower(email) -> users.email}. */
    record Transform(SourcePosition position, Expression expression, ObjectName table, String column)
            implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code drop users.email confirm}, {@code drop index i}, {@code alter T drop constraint N}. */
    record Drop(SourcePosition position, ObjectAddress target, boolean confirmed) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

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
            implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code alter users.email varchar(80) not_null}: what is null here was not written and stays.
     *
     * @param notNullName {@code constraint n not_null}: the name of the constraint (PostgreSQL 18)
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
            @Nullable String notNullName,
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
            implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code alter users add constraint ck check(age > 0)}. */
    record AddConstraint(SourcePosition position, ObjectName table, Constraint constraint) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code copy cities (id, name) from 'cities.csv.gz'}; the file lies beside the script. */
    record CopyFrom(SourcePosition position, ObjectName table, List<String> columns, String file) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code sql $$ … $$ undo $$ … $$ confirm}. */
    record RawSql(
            SourcePosition position, String sql, @Nullable String undo, boolean confirmed) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code bucket}, {@code queue}, {@code topic}: words of QAIL's platform that are not managed here. */
    record NotManaged(SourcePosition position, String kind, String name) implements Statement {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Calls the method of the visitor for this kind of statement. A new kind does not compile until every visitor has one. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each kind of statement. */
    interface Visitor<R> {

        R visit(DeclareSchema statement);

        R visit(DeclareExtension statement);

        R visit(DeclareEnum statement);

        R visit(DeclareSequence statement);

        R visit(DeclareTable statement);

        R visit(DeclareIndex statement);

        R visit(DeclareObject statement);

        R visit(DeclareGrants statement);

        R visit(Revoke statement);

        R visit(SetRowSecurity statement);

        R visit(SetParameters statement);

        R visit(SetLogged statement);

        R visit(AttachPartition statement);

        R visit(DetachPartition statement);

        R visit(DeclareComment statement);

        R visit(RenameTable statement);

        R visit(RenameColumn statement);

        R visit(Transform statement);

        R visit(Drop statement);

        R visit(AddColumn statement);

        R visit(AlterColumn statement);

        R visit(AddConstraint statement);

        R visit(CopyFrom statement);

        R visit(RawSql statement);

        R visit(NotManaged statement);
    }
}
