/** The cities that somebody marked: the part of the directory that users write. */
@NullMarked
package io.qail.sample.favorite;

import org.jspecify.annotations.NullMarked;
