@NullMarked
package io.qail.sample;

import org.jspecify.annotations.NullMarked;
