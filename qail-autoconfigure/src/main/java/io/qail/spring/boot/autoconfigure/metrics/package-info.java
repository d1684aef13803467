/** Meters and observations of migrations. */
@NullMarked
package io.qail.spring.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
