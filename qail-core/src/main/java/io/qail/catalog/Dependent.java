package io.qail.catalog;

/**
 * Something that stands on a table or column.
 *
 * @param description in words, with its schema: {@code view public.active_users}
 * @param droppedAlong true when PostgreSQL drops it together with the table or column without a word; false when it makes
 *     the drop fail
 */
public record Dependent(String description, boolean droppedAlong) {

    @Override
    public String toString() {
        return description;
    }
}
