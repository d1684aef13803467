/** Finds, orders and checksums scripts. */
@NullMarked
package io.qail.script;

import org.jspecify.annotations.NullMarked;
