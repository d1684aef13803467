@NullMarked
package io.qail.catalog;

import org.jspecify.annotations.NullMarked;
