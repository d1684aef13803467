/** Figures beside those of a peer, measured in the same run; only with {@code mvn -Pbenchmark verify}. */
@NullMarked
package io.qail.benchmark;

import org.jspecify.annotations.NullMarked;
