@NullMarked
package io.qail.history;

import org.jspecify.annotations.NullMarked;
