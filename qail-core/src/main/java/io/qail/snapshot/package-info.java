/** Takes, lists and purges copies of the records that a migration puts at risk. */
@NullMarked
package io.qail.snapshot;

import org.jspecify.annotations.NullMarked;
