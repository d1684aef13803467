/** The PostgreSQL server that the application brings along for those who configure none. */
@NullMarked
package io.qail.sample.postgres;

import org.jspecify.annotations.NullMarked;
