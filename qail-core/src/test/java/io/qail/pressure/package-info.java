/** Many instances, busy tables and hostile input: S15, S19, S20, S22, S31. */
@NullMarked
package io.qail.pressure;

import org.jspecify.annotations.NullMarked;
