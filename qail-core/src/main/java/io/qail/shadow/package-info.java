/** Blue-green: a second database in the target's shape that follows the first, and takes its name. */
@NullMarked
package io.qail.shadow;

import org.jspecify.annotations.NullMarked;
