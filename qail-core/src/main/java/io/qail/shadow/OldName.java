package io.qail.shadow;

import io.qail.error.EnvironmentException;
import io.qail.schema.Identifier;
import java.sql.SQLException;

/** A name that no database has yet. */
final class OldName {

    private OldName() {}

    /** The wanted name, with a suffix when it is taken. */
    static String free(Session session, String wanted) throws SQLException {
        for (int i = 1; ; i++) {
            String name = i == 1 ? wanted : wanted + "_" + i;
            if (Identifier.isTooLong(name)) {
                throw new EnvironmentException(
                        "The name " + name + " is longer than the 63 bytes of a PostgreSQL name.",
                        "Drop the old databases whose names are in the way.");
            }
            if (!session.isTrue("SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ?)", name)) {
                return name;
            }
        }
    }
}
