/** Immutable records of a database schema and of the statements of a {@code .qail} file. Pure: no JDBC, no clock, no I/O. */
@NullMarked
package io.qail.schema;

import org.jspecify.annotations.NullMarked;
