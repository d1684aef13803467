@NullMarked
package io.qail.sample.postgres;

import org.jspecify.annotations.NullMarked;
