/** What can go wrong, with typed fields and a sentence that says what to do. */
@NullMarked
package io.qail.error;

import org.jspecify.annotations.NullMarked;
