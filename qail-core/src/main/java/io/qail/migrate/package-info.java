/** The guarded run: lock, history, plan, impact, policy, snapshot, execution, verification, history. */
@NullMarked
package io.qail.migrate;

import org.jspecify.annotations.NullMarked;
