/** The PostgreSQL of the tests: one server for a JVM, a database for a test class. */
@NullMarked
package io.qail.test;

import org.jspecify.annotations.NullMarked;
