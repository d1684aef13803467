package io.qail.shadow;

import io.qail.catalog.DatabaseIdentity;
import io.qail.schema.ObjectName;
import java.sql.SQLException;
import java.util.List;

/** Which of two databases may delete the files of snapshots that both know: the one that serves. */
final class FilesOwner {

    private FilesOwner() {}

    /**
     * Hands over what belongs to the one database and is known to the other. First the one gives up, then the other takes:
     * a crash in between leaves files that nobody deletes.
     */
    static void move(Session from, Session to, String defaultSchema) throws SQLException {
        String table = ObjectName.of(defaultSchema, "_qail_snapshots").sql();
        if (!isThere(from, defaultSchema) || !isThere(to, defaultSchema)) {
            return;
        }
        DatabaseIdentity giver = DatabaseIdentity.read(from.connection());
        DatabaseIdentity taker = DatabaseIdentity.read(to.connection());
        List<String> known = to.strings("SELECT token FROM " + table + " WHERE token IS NOT NULL");
        List<String> tokens = from.strings(
                "SELECT token FROM " + table
                        + " WHERE system_identifier = ? AND database_oid = ? AND token = ANY (?) ORDER BY id",
                giver.system(),
                giver.oid(),
                known);
        if (tokens.isEmpty()) {
            return;
        }
        from.update("UPDATE " + table + " SET database_oid = NULL WHERE token = ANY (?)", tokens);
        to.update("UPDATE " + table + " SET database_oid = ? WHERE token = ANY (?)", taker.oid(), tokens);
    }

    private static boolean isThere(Session session, String defaultSchema) throws SQLException {
        return session.isTrue(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
                        + " WHERE n.nspname = ? AND c.relname = '_qail_snapshots' AND a.attname = 'token')",
                defaultSchema);
    }
}
