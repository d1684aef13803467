package io.qail.snapshot;

import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** QAIL's own tables are readable for their owner only. */
public final class PrivateTable {

    private PrivateTable() {}

    /**
     * Takes away what default privileges gave: nobody shall read in a copy what he cannot read in the source. Only once:
     * what an administrator grants afterwards stays.
     */
    public static void make(Connection connection, ObjectName table) throws SQLException {
        List<String> revokes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT DISTINCT pg_catalog.format('REVOKE ALL ON %s %I.%I FROM %s',
                        CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname,
                        CASE a.grantee WHEN 0 THEN 'PUBLIC'
                            ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END)
                FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS a
                WHERE a.grantee <> c.relowner
                  AND c.oid IN (?::pg_catalog.regclass, pg_catalog.pg_get_serial_sequence(?, 'id')::pg_catalog.regclass)
                ORDER BY 1
                """)) {
            statement.setString(1, table.sql());
            statement.setString(2, table.sql());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    revokes.add(row.getString(1));
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            for (String revoke : revokes) {
                statement.execute(revoke);
            }
        }
    }
}
