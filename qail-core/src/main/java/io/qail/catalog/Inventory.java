package io.qail.catalog;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All that a text of the database has to say, or to leave out in the open.
 *
 * @param unsaid what the language cannot say of the objects of the schema and no migration looks after, in words: other
 *     owners than that of most objects, {@code owner bob of table public.users}, and the like
 */
public record Inventory(LiveSchema live, SortedSet<String> unsaid) {

    public Inventory {
        unsaid = Collections.unmodifiableSortedSet(new TreeSet<>(unsaid));
    }
}
