/** What a plan does to live data, counted before it runs. */
@NullMarked
package io.qail.impact;

import org.jspecify.annotations.NullMarked;
