/** S8 and S9: what is left when the connection, the JVM or the server dies at any statement. */
@NullMarked
package io.qail.crash;

import org.jspecify.annotations.NullMarked;
