/** PostgreSQL's catalogs as a {@link io.qail.schema.Schema}, and PostgreSQL's word on whether two texts mean the same. */
@NullMarked
package io.qail.catalog;

import org.jspecify.annotations.NullMarked;
