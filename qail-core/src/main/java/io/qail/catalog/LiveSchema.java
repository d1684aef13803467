package io.qail.catalog;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the catalogs of a database say.
 *
 * @param schema everything that the language can say, in PostgreSQL's own words
 * @param invalidIndexes indexes of {@code schema} that a failed {@code CREATE INDEX CONCURRENTLY} left behind: they are
 *     there by name, and no query uses them
 * @param notValidated constraints and not-null columns of {@code schema} that are NOT VALID: rows older than they are may
 *     violate them
 * @param unmanaged what else is there, in words: {@code rule r on public.users}, {@code tablespace fast on public.users}
 */
public record LiveSchema(
        Schema schema,
        SortedSet<ObjectName> invalidIndexes,
        SortedSet<ObjectAddress> notValidated,
        SortedSet<String> unmanaged) {

    public LiveSchema {
        invalidIndexes = Collections.unmodifiableSortedSet(new TreeSet<>(invalidIndexes));
        notValidated = Collections.unmodifiableSortedSet(new TreeSet<>(notValidated));
        unmanaged = Collections.unmodifiableSortedSet(new TreeSet<>(unmanaged));
    }

    /** A database that is exactly as the schema says. */
    public static LiveSchema of(Schema schema) {
        return new LiveSchema(schema, new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }
}
