/** A city directory: a REST application whose tables, data included, are made and changed by QAIL at its start. */
@NullMarked
package io.qail.sample;

import org.jspecify.annotations.NullMarked;
