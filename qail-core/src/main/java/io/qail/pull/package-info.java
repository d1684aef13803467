/** The live database as a file. */
@NullMarked
package io.qail.pull;

import org.jspecify.annotations.NullMarked;
