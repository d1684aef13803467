package io.qail.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Tells one database from every other: a clone, a restored dump and a database that was created again under the same name
 * have another OID; a database of another server has another system identifier. A name identifies nothing, because
 * promotions and people change names.
 *
 * @param system the identifier of the server's data directory; empty where the role may not read it
 * @param oid of the database
 * @param name its present name
 */
public record DatabaseIdentity(String system, long oid, String name) {

    private static final String SYSTEM =
            "SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')";

    /** The identity of the database that the connection is in. */
    public static DatabaseIdentity read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean readable;
            try (ResultSet row = statement.executeQuery(SYSTEM)) {
                row.next();
                readable = row.getBoolean(1);
            }
            try (ResultSet row = statement.executeQuery("SELECT "
                    + (readable
                            ? "(SELECT c.system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system() c)"
                            : "''")
                    + ", d.oid, d.datname FROM pg_catalog.pg_database d"
                    + " WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()")) {
                row.next();
                return new DatabaseIdentity(row.getString(1), row.getLong(2), row.getString(3));
            }
        }
    }

    /** Whether both are the same database, whatever its name. */
    public boolean isSame(String otherSystem, long otherOid) {
        return system.equals(otherSystem) && oid == otherOid;
    }
}
