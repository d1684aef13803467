package io.qail.schema;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/**
 * An object that stands for itself in a schema: it is made by one statement, compared as a whole, and made again when it
 * cannot be altered. Tables, indexes, sequences and enums, which are changed part by part, have maps of their own.
 */
public sealed interface SchemaObject
        permits Domain, CompositeType, Statistics, View, Routine, Aggregate, Trigger, Policy {

    ObjectAddress address();

    /** The statements that make it; comments and grants are not among them. */
    List<String> sql();

    /** The same object with every type in it replaced by what the function makes of it. */
    default SchemaObject mapTypes(UnaryOperator<DataType> change) {
        return this;
    }

    /** The schema in which its name lies. */
    default String schema() {
        return address().name().schema();
    }

    /** The tables that it is a part of; PostgreSQL locks them to make or drop it. */
    default SortedSet<ObjectName> tables() {
        return Collections.emptySortedSet();
    }

    /** Calls the method of the visitor for this kind of object. A new kind does not compile until every visitor has one. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each kind of object. */
    interface Visitor<R> {

        R visit(Domain domain);

        R visit(CompositeType type);

        R visit(Statistics statistics);

        R visit(View view);

        R visit(Routine routine);

        R visit(Aggregate aggregate);

        R visit(Trigger trigger);

        R visit(Policy policy);
    }
}
