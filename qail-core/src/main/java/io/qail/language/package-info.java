/** {@code .qail} text to and from {@link io.qail.schema.Schema} and statements. Pure: no JDBC, no clock, no I/O. */
@NullMarked
package io.qail.language;

import org.jspecify.annotations.NullMarked;
