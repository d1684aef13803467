@NullMarked
package io.qail;

import org.jspecify.annotations.NullMarked;
