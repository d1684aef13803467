@NullMarked
package io.qail.impact;

import org.jspecify.annotations.NullMarked;
