@NullMarked
package io.qail.drift;

import org.jspecify.annotations.NullMarked;
