/** Random attacks on what QAIL promises; the expectations are computed by a model of the tests' own. */
@NullMarked
package io.qail.attack;

import org.jspecify.annotations.NullMarked;
