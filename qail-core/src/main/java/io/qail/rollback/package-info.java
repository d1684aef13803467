/** The way back: structure by the inverse plan, records from the snapshot. */
@NullMarked
package io.qail.rollback;

import org.jspecify.annotations.NullMarked;
