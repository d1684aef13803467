@NullMarked
package io.qail.script;

import org.jspecify.annotations.NullMarked;
