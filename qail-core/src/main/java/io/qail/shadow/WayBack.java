package io.qail.shadow;

import java.util.List;

/**
 * What going back to the old database would lose: everything that was written since the promotion. Counted now; writers
 * go on. {@code promoteBack} counts again when they have stopped.
 *
 * @param oldDatabase the database that would serve again
 * @param losses one for each table that differs
 * @param statement all of it for people
 */
public record WayBack(String database, String oldDatabase, List<Loss> losses, String statement) {

    public WayBack {
        losses = List.copyOf(losses);
    }

    /**
     * What one table would lose.
     *
     * @param table its present name
     * @param onlyNew rows that the old database has not, or has with other values
     * @param onlyOld rows that the old database has and the present one has not, or has with other values
     */
    public record Loss(String table, long onlyNew, long onlyOld) {}
}
