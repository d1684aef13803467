@NullMarked
package io.qail.plan;

import org.jspecify.annotations.NullMarked;
