/** What Actuator shows of QAIL: the endpoint and the health. */
@NullMarked
package io.qail.spring.boot.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
