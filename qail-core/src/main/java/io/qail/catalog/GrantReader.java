package io.qail.catalog;

import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** Privileges on everything that was read, as far as they are not those that an object is born with. */
final class GrantReader {

    private static final Map<String, String> DEFAULT_KINDS = Map.of(
            "r", "TABLES",
            "S", "SEQUENCES",
            "f", "FUNCTIONS",
            "T", "TYPES",
            "n", "SCHEMAS");

    /** What an access control list says and the built-in one does not, and the other way round. */
    private static final String CHANGES = """
            CROSS JOIN LATERAL (
                SELECT n.grantee, n.privilege_type, bool_or(n.is_grantable) AS is_grantable, false AS revoked
                FROM aclexplode(s.acl) AS n
                WHERE NOT EXISTS (SELECT FROM aclexplode(s.built_in) AS b WHERE b.grantee = n.grantee
                                  AND b.privilege_type = n.privilege_type AND b.is_grantable = n.is_grantable)
                GROUP BY n.grantee, n.privilege_type
                UNION ALL
                SELECT b.grantee, b.privilege_type, false, true
                FROM aclexplode(s.built_in) AS b
                -- The schema public lists an owner that it may no longer have.
                WHERE (b.grantee <> b.grantor OR b.grantee = s.owner)
                  AND NOT EXISTS (SELECT FROM aclexplode(s.acl) AS n
                                  WHERE n.grantee = b.grantee AND n.privilege_type = b.privilege_type)
            ) AS x
            """;

    /** The owner's entries aside. */
    private static final String DIFFERENCE = """
            SELECT s.*, COALESCE(r.rolname, '') AS grantee, x.privilege_type, x.is_grantable, x.revoked
            FROM subject s
            """ + CHANGES + """
            LEFT JOIN pg_roles r ON r.oid = x.grantee
            WHERE x.grantee <> s.owner AND (x.grantee = 0 OR r.oid IS NOT NULL)
            """;

    /** The schema {@code public} is born with what initdb notes. */
    private static final String SUBJECTS = """
            , subject AS MATERIALIZED (
                SELECT 'pg_class' AS catalog, c.oid AS objoid, NULL::name AS attname, c.relowner AS owner, c.relacl AS acl,
                       acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner) AS built_in
                FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace WHERE c.relacl IS NOT NULL
                UNION ALL
                SELECT 'pg_class', c.oid, a.attname, c.relowner, a.attacl, NULL::aclitem[]
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN chosen n ON n.oid = c.relnamespace
                WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
                UNION ALL
                SELECT 'pg_proc', p.oid, NULL, p.proowner, p.proacl, acldefault('f', p.proowner)
                FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace WHERE p.proacl IS NOT NULL
                UNION ALL
                SELECT 'pg_type', t.oid, NULL, t.typowner, t.typacl, acldefault('T', t.typowner)
                FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace WHERE t.typacl IS NOT NULL
                UNION ALL
                SELECT 'pg_namespace', n.oid, NULL, n.nspowner, n.nspacl,
                       COALESCE((SELECT i.initprivs FROM pg_init_privs i
                                 WHERE i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid),
                                acldefault('n', n.nspowner))
                FROM pg_namespace n JOIN chosen c ON c.oid = n.oid WHERE n.nspacl IS NOT NULL
            )
            """;

    private static final String OBJECTS = SUBJECTS + DIFFERENCE;

    /** In words, what the lists say of the owners themselves and what others than they have granted. */
    static final String OWNERS = SUBJECTS + """
            SELECT DISTINCT p.text || ' ' || i.type || ' ' || i.identity AS description
            FROM subject s
            CROSS JOIN LATERAL (
                SELECT 'privileges of the owner of' AS text WHERE EXISTS (SELECT
                    FROM (VALUES (1)) AS one
            """ + CHANGES + """
                    WHERE x.grantee = s.owner)
                UNION ALL
                SELECT 'privileges granted by ' || quote_ident(pg_get_userbyid(g.grantor)) || ' on'
                FROM aclexplode(s.acl) AS g
                WHERE g.grantor <> s.owner AND g.grantee <> s.owner
            ) AS p
            CROSS JOIN LATERAL pg_identify_object(('pg_catalog.' || s.catalog)::regclass, s.objoid, 0) AS i
            WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = ('pg_catalog.' || s.catalog)::regclass
                              AND d.objid = s.objoid AND d.deptype IN ('e', 'i'))
              AND i.identity !~ '(^|\\.)_qail_'
            """;

    /** Those of one schema are added to those of all, which take the place of the built-in ones. */
    private static final String DEFAULTS = """
            , subject AS MATERIALIZED (
                SELECT d.defaclobjtype AS kind, COALESCE(n.nspname, '') AS nspname, d.defaclrole AS owner,
                       CASE WHEN o.rolname <> current_user THEN o.rolname END AS role, d.defaclacl AS acl,
                       CASE WHEN d.defaclnamespace = 0 THEN acldefault(
                                CASE d.defaclobjtype WHEN 'S' THEN 's'::"char" ELSE d.defaclobjtype END, d.defaclrole)
                            ELSE NULL::aclitem[] END AS built_in
                FROM pg_default_acl d JOIN pg_roles o ON o.oid = d.defaclrole
                LEFT JOIN chosen n ON n.oid = d.defaclnamespace
                WHERE (d.defaclnamespace = 0 OR n.oid IS NOT NULL) AND d.defaclobjtype IN ('r', 'S', 'f', 'T', 'n')
            )
            """ + DIFFERENCE;

    private GrantReader() {}

    static void read(Reading reading) {
        reading.query().each(OBJECTS, row -> {
            ObjectAddress object = reading.addresses().find(row.getString("catalog"), row.getLong("objoid"));
            String column = row.getString("attname");
            if (object != null) {
                add(reading, row, column == null ? object : ObjectAddress.column(object.name(), column));
            }
        });
        reading.query()
                .each(
                        DEFAULTS,
                        row -> add(
                                reading,
                                row,
                                new ObjectAddress(
                                        ObjectKind.DEFAULT_PRIVILEGES,
                                        ObjectName.of(
                                                row.getString("nspname"),
                                                DEFAULT_KINDS.getOrDefault(row.getString("kind"), "TABLES")),
                                        row.getString("role"))));
    }

    private static void add(Reading reading, ResultSet row, ObjectAddress target) throws SQLException {
        reading.schema()
                .grants
                .add(new Grant(
                        target,
                        row.getString("grantee"),
                        row.getString("privilege_type"),
                        row.getBoolean("is_grantable"),
                        row.getBoolean("revoked")));
    }
}
