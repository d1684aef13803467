/** Schemas of grown projects and pairs of schemas, pulled, applied and compared by a reading of the catalogs of its own. */
@NullMarked
package io.qail.corpus;

import org.jspecify.annotations.NullMarked;
