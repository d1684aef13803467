package io.qail.pull;

import java.util.List;

/**
 * A database as text.
 *
 * @param text canonical {@code .qail}: it parses, and a role that migrates an empty database to it makes the same objects,
 *     which then belong to that role. In front of it stands a comment with {@code unmanaged}, if there is any. The text
 *     depends on nothing but the catalogs: two pulls of one state are equal
 * @param unmanaged what is in the database and cannot be said in the language, or is said of things outside the text, in
 *     words and sorted: {@code rule r on public.t}, {@code owner bob of table public.t}; empty when the text says all
 */
public record Pulled(String text, List<String> unmanaged) {

    public Pulled {
        unmanaged = List.copyOf(unmanaged);
    }
}
