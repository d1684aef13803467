/** The live database against the schema that it should have. */
@NullMarked
package io.qail.drift;

import org.jspecify.annotations.NullMarked;
