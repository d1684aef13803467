/** The command line. */
@NullMarked
package io.qail.cli;

import org.jspecify.annotations.NullMarked;
