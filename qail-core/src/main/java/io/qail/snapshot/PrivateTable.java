package io.qail.snapshot;

import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What QAIL makes for itself or copies records into is readable for its owner only. */
public final class PrivateTable {

    private PrivateTable() {}

    /**
     * Of a table and the sequences of its columns: takes away what default privileges gave: nobody shall read in a copy what he cannot read in the source. Only once:
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
                  AND (c.oid = ?::pg_catalog.regclass OR c.oid IN (SELECT d.objid FROM pg_catalog.pg_depend d
                      WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = d.classid
                        AND d.refobjid = ?::pg_catalog.regclass AND d.deptype IN ('a', 'i')))
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
