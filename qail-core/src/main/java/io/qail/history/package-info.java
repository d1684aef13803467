/** {@code _qail_migrations}, the advisory lock and the session settings. */
@NullMarked
package io.qail.history;

import org.jspecify.annotations.NullMarked;
