package io.qail.shadow;

import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who owns what: the rights of a view and of a SECURITY DEFINER function are those of its owner, so owners travel. */
final class Owners {

    private static final String OWNED = """
            WITH owned(classid, objid, kind, owner) AS (
                SELECT 'pg_namespace'::regclass, oid, 'SCHEMA', nspowner FROM pg_namespace
                WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', '_qail_shadow')
                UNION ALL
                SELECT 'pg_class'::regclass, c.oid, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                       WHEN 'S' THEN 'SEQUENCE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, c.relowner
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'c') AND c.relpersistence <> 't'
                  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '_qail_shadow')
                  -- The sequence of a column has the owner of the table.
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                  AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.typowner
                FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE t.typtype IN ('d', 'e') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, CASE p.prokind WHEN 'a' THEN 'AGGREGATE' ELSE 'ROUTINE' END, p.proowner
                FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '_qail_shadow')
                UNION ALL
                SELECT 'pg_statistic_ext'::regclass, s.oid, 'STATISTICS', s.stxowner FROM pg_statistic_ext s
            )
            SELECT o.kind || ' ' || i.identity, pg_get_userbyid(o.owner)
            FROM owned o CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) AS i
            WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.classid AND d.objid = o.objid AND d.deptype = 'e')
            """;

    private Owners() {}

    /** By the words that stand behind ALTER. */
    private static Map<String, String> read(Session session) throws SQLException {
        Map<String, String> owners = new TreeMap<>();
        session.begin();
        try {
            session.execute("SET LOCAL search_path = pg_catalog, pg_temp");
            session.list(OWNED, row -> owners.put(row.getString(1), row.getString(2)));
        } finally {
            session.rollback();
        }
        return owners;
    }

    /** Roles that own something and that the present role cannot act as. */
    static Set<String> outOfReach(Session primary) throws SQLException {
        Set<String> roles = new TreeSet<>();
        read(primary).forEach((object, owner) -> {
            // PostgreSQL 14 gives the schema public of every new database to the role that initdb made.
            roles.add(object.equals("SCHEMA public") ? "pg_public " + owner : owner);
        });
        roles.remove("pg_public "
                + primary.strings("SELECT pg_catalog.pg_get_userbyid(10)").get(0));
        Set<String> unreachable = new TreeSet<>();
        for (String role : roles) {
            String owner = role.replaceFirst("^pg_public ", "");
            if (!owner.startsWith("pg_") && !primary.isTrue("SELECT pg_catalog.pg_has_role(?, 'MEMBER')", owner)) {
                unreachable.add(owner);
            }
        }
        return unreachable;
    }

    /** Gives everything in the shadow the owner that it has in the primary. */
    static void copy(Session primary, Session shadow) throws SQLException {
        Map<String, String> now = read(shadow);
        for (Map.Entry<String, String> entry : read(primary).entrySet()) {
            String owner = now.get(entry.getKey());
            if (owner != null && !owner.equals(entry.getValue())) {
                shadow.execute("ALTER " + entry.getKey() + " OWNER TO " + Identifier.quote(entry.getValue()));
            }
        }
    }

    /** Objects of both databases that belong to different roles, each in words. */
    static List<String> differences(Session primary, Session shadow) throws SQLException {
        Map<String, String> now = read(shadow);
        List<String> differences = new ArrayList<>();
        read(primary).forEach((object, owner) -> {
            String other = now.get(object);
            if (other != null && !other.equals(owner)) {
                differences.add(object + ": belongs to " + owner + " in the primary, to " + other + " in the shadow");
            }
        });
        return differences;
    }
}
