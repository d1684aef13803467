package io.qail.schema;

import java.util.List;

/** A named constraint of a table. NOT NULL is a property of its column. */
public sealed interface Constraint
        permits PrimaryKey, UniqueConstraint, CheckConstraint, ForeignKey, ExclusionConstraint {

    String name();

    Constraint withName(String other);

    /** The same constraint after a column of its own table got another name. */
    Constraint withColumnRenamed(String from, String to);

    /** The columns it names as such; a check, whose columns stand in its expression, has none. */
    List<String> columns();

    /** What follows the constraint's name, as in {@code pg_get_constraintdef}. */
    String definition();

    /** {@code CONSTRAINT name definition}, as it stands in CREATE TABLE and behind ADD. */
    default String sql() {
        return "CONSTRAINT " + Identifier.quote(name()) + " " + definition();
    }

    /** Calls the method of the visitor for this kind of constraint. A new kind does not compile until every visitor has one. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each kind of constraint. */
    interface Visitor<R> {

        R visit(PrimaryKey key);

        R visit(UniqueConstraint unique);

        R visit(CheckConstraint check);

        R visit(ForeignKey key);

        R visit(ExclusionConstraint exclusion);
    }
}
