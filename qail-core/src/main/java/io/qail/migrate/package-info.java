@NullMarked
package io.qail.migrate;

import org.jspecify.annotations.NullMarked;
