/** The facade: what users of the library call. */
@NullMarked
package io.qail;

import org.jspecify.annotations.NullMarked;
