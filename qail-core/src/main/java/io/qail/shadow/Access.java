package io.qail.shadow;

import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may do what with the objects of a database, defaults and revoked defaults included: objects are made in the shadow
 * under other default privileges, and by another role, than they were in the primary.
 */
final class Access {

    private static final String GRANTS = """
            WITH space AS (
                SELECT n.* FROM pg_namespace n
                WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '_qail_shadow')
            ), member AS (
                SELECT d.classid, d.objid FROM pg_depend d WHERE d.deptype = 'e'
            ), object(kind, name, acl, owner) AS (
                SELECT 'SCHEMA', quote_ident(n.nspname), coalesce(n.nspacl, acldefault('n', n.nspowner)), n.nspowner FROM space n
                WHERE n.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_namespace'::regclass)
                UNION ALL
                SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, format('%I.%I', n.nspname, c.relname),
                    coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner)), c.relowner
                FROM pg_class c JOIN space n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relpersistence <> 't'
                    AND c.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
                UNION ALL
                SELECT 'ROUTINE', format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
                    coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner
                FROM pg_proc p JOIN space n ON n.oid = p.pronamespace
                WHERE p.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_proc'::regclass)
                UNION ALL
                SELECT 'TYPE', format('%I.%I', n.nspname, t.typname), coalesce(t.typacl, acldefault('T', t.typowner)), t.typowner
                FROM pg_type t JOIN space n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
                WHERE (t.typtype IN ('d', 'e') OR c.relkind = 'c')
                    AND t.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_type'::regclass)
            ), granted(kind, name, columns, owner, acl) AS (
                SELECT kind, name, '', owner, acl FROM object
                UNION ALL
                SELECT 'TABLE', format('%I.%I', n.nspname, c.relname), format('(%I) ', a.attname), c.relowner, a.attacl
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN space n ON n.oid = c.relnamespace
                WHERE a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped
                    AND c.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
            )
            SELECT g.kind || ' ' || g.name, a.privilege_type || ' ' || g.columns || 'ON ' || g.kind || ' ' || g.name,
                CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, a.is_grantable
            FROM granted g LEFT JOIN LATERAL aclexplode(g.acl) AS a ON true""";

    private Access() {}

    /** {@code SELECT (id) ON TABLE public.users}, and for whom. */
    private record Grant(String what, String grantee, boolean grantable) implements Comparable<Grant> {

        String grant() {
            return "GRANT " + this;
        }

        String revoke() {
            return "REVOKE " + what + " FROM " + grantee + " CASCADE";
        }

        @Override
        public int compareTo(Grant other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return what + " TO " + grantee + (grantable ? " WITH GRANT OPTION" : "");
        }
    }

    /** Grants by object; an object on which nobody has any right is there too. */
    private static Map<String, SortedSet<Grant>> read(Session session) throws SQLException {
        Map<String, SortedSet<Grant>> grants = new TreeMap<>();
        session.underCatalogPath(() -> session.list(GRANTS, row -> {
            SortedSet<Grant> of = grants.computeIfAbsent(row.getString(1), object -> new TreeSet<>());
            if (row.getString(2) != null) {
                of.add(new Grant(row.getString(2), row.getString(3), row.getBoolean(4)));
            }
            return true;
        }));
        return grants;
    }

    /** Gives every object that both databases have the privileges that it has in the primary, and takes all others. */
    static void copy(Session primary, Session shadow) throws SQLException {
        Map<String, SortedSet<Grant>> wanted = read(primary);
        Map<String, SortedSet<Grant>> there = read(shadow);
        List<String> statements = new ArrayList<>();
        for (Map.Entry<String, SortedSet<Grant>> object : wanted.entrySet()) {
            SortedSet<Grant> now = there.get(object.getKey());
            if (now == null || now.equals(object.getValue())) {
                continue;
            }
            for (Grant grant : now) {
                if (!object.getValue().contains(grant)) {
                    statements.add(grant.revoke());
                }
            }
            object.getValue().forEach(grant -> statements.add(grant.grant()));
        }
        for (String statement : statements) {
            shadow.execute(statement);
        }
    }

    /** Objects of both databases whose privileges differ, each in words. */
    static List<String> differences(Session primary, Session shadow) throws SQLException {
        Map<String, SortedSet<Grant>> wanted = read(primary);
        List<String> differences = new ArrayList<>();
        read(shadow).forEach((object, now) -> {
            SortedSet<Grant> then = wanted.get(object);
            if (then != null && !then.equals(now)) {
                differences.add(object + ": " + then + " in the primary, " + now + " in the shadow");
            }
        });
        return differences;
    }

    /**
     * Gives what QAIL keeps of a shadow to the owner of the database, as whom every role that takes a step can act, and
     * lets those who may read the history look whether there is a shadow; the token is for nobody else.
     */
    static void ofState(Session session, String defaultSchema) throws SQLException {
        String owner = owner(session);
        for (String object : session.strings("""
                SELECT o.object FROM (
                    SELECT 1, 'SCHEMA ' || n.nspname, n.nspowner FROM pg_catalog.pg_namespace n WHERE n.nspname = '%1$s'
                    UNION ALL
                    SELECT 2, pg_catalog.format('TABLE %%I.%%I', n.nspname, c.relname), c.relowner FROM pg_catalog.pg_class c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = '%1$s' AND c.relkind = 'r'
                    UNION ALL
                    SELECT 3, pg_catalog.format('FUNCTION %%I.%%I()', n.nspname, p.proname), p.proowner FROM pg_catalog.pg_proc p
                    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = '%1$s'
                ) AS o(position, object, owner) WHERE pg_catalog.pg_get_userbyid(o.owner) <> ? ORDER BY o.position, 1""".formatted(StateTables.SCHEMA), owner)) {
            session.execute("ALTER " + object + " OWNER TO " + Identifier.quote(owner));
        }
        String columns = ShadowTable.list(session.strings(
                "SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = ?::pg_catalog.regclass AND attnum > 0"
                        + " AND NOT attisdropped AND attname <> 'token' ORDER BY attnum",
                StateTables.SCHEMA + ".state"));
        for (String reader : session.strings("""
                SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC'
                    ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))) AS a
                WHERE n.nspname = ? AND c.relname = '_qail_migrations' AND a.privilege_type = 'SELECT' ORDER BY 1""", defaultSchema)) {
            session.execute("GRANT USAGE ON SCHEMA " + StateTables.SCHEMA + " TO " + reader);
            session.execute("GRANT SELECT (" + columns + ") ON " + StateTables.SCHEMA + ".state TO " + reader);
        }
    }

    /** The role that owns the session's database. */
    static String owner(Session session) throws SQLException {
        return session.strings("SELECT pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database"
                        + " WHERE datname = pg_catalog.current_database()")
                .get(0);
    }
}
