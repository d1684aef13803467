/** Cities and countries, read only. */
@NullMarked
package io.qail.sample.city;

import org.jspecify.annotations.NullMarked;
