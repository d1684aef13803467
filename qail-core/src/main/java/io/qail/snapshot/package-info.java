@NullMarked
package io.qail.snapshot;

import org.jspecify.annotations.NullMarked;
