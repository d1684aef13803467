/** Spring Boot wiring of QAIL: properties, choice of the data source, order of beans, failure analysis, events. */
@NullMarked
package io.qail.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
