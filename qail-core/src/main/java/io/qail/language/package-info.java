@NullMarked
package io.qail.language;

import org.jspecify.annotations.NullMarked;
