package io.qail.shadow;

import io.qail.schema.Identifier;
import io.qail.schema.SqlLiteral;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a database is besides its contents: encoding, locale, owner, tablespace, limit, settings, privileges, comment.
 *
 * @param options what stands behind CREATE DATABASE name
 * @param settings statements with {@code %s} for the name
 * @param foreignSettings roles other than the present one that have settings of their own in the database
 * @param grants what PUBLIC and others may, as statements with {@code %s} for the name
 */
record DatabaseProperties(
        String name,
        long oid,
        String owner,
        String options,
        List<String> settings,
        Set<String> foreignSettings,
        List<String> grants,
        @Nullable String comment) {

    /** PostgreSQL keeps the value of these as a list whose items are quoted already. */
    private static final Set<String> QUOTED_LISTS =
            Set.of("search_path", "temp_tablespaces", "local_preload_libraries", "session_preload_libraries");

    /** Of the database that the session is in. */
    static DatabaseProperties read(Session session) throws SQLException {
        long version = session.number("SELECT current_setting('server_version_num')::int / 10000");
        String provider = version < 15
                ? "''"
                : "CASE d.datlocprovider WHEN 'i' THEN ' LOCALE_PROVIDER icu ICU_LOCALE ' || quote_literal(d."
                        + (version < 17 ? "daticulocale" : "datlocale") + ")"
                        + (version < 16 ? "" : " || coalesce(' ICU_RULES ' || quote_literal(d.daticurules), '')")
                        + (version < 17
                                ? ""
                                : " WHEN 'b' THEN ' LOCALE_PROVIDER builtin BUILTIN_LOCALE ' || quote_literal(d.datlocale)")
                        + " ELSE ' LOCALE_PROVIDER libc' END";
        String options = session.strings("""
                        SELECT format(' TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L OWNER %I%s CONNECTION LIMIT %s',
                            pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, pg_get_userbyid(d.datdba),
                            CASE t.spcname WHEN 'pg_default' THEN '' ELSE ' TABLESPACE ' || quote_ident(t.spcname) END,
                            d.datconnlimit) || :provider
                        FROM pg_catalog.pg_database d JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
                        WHERE d.datname = current_database()""".replace(":provider", provider)).get(0);
        List<String> settings = new ArrayList<>();
        Set<String> foreign = new TreeSet<>();
        session.list("""
                SELECT CASE WHEN s.setrole = 0 THEN NULL ELSE pg_get_userbyid(s.setrole) END AS role,
                       split_part(c.setting, '=', 1) AS name, substr(c.setting, strpos(c.setting, '=') + 1) AS value,
                       s.setrole <> 0 AND s.setrole <> (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
                           AS other
                FROM pg_catalog.pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) AS c(setting)
                WHERE s.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                ORDER BY 1 NULLS FIRST, 2""", row -> {
            String role = row.getString("role");
            if (row.getBoolean("other")) {
                foreign.add(role);
            }
            return settings.add((role == null
                            ? "ALTER DATABASE %s"
                            : "ALTER ROLE " + Identifier.quote(role).replace("%", "%%") + " IN DATABASE %s")
                    + " SET "
                    + setting(row.getString("name"), row.getString("value")).replace("%", "%%"));
        });
        List<String> grants = session.strings("""
                SELECT format('GRANT %s ON DATABASE %%s TO %s%s', a.privilege_type,
                    CASE a.grantee WHEN 0 THEN 'PUBLIC'
                        ELSE replace(quote_ident(pg_get_userbyid(a.grantee)), '%', '%%') END,
                    CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM pg_catalog.pg_database d
                CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS a
                WHERE d.datname = current_database() AND a.grantee <> d.datdba ORDER BY 1""");
        return session.list(
                        """
                        SELECT d.datname, d.oid, pg_get_userbyid(d.datdba), shobj_description(d.oid, 'pg_database')
                        FROM pg_catalog.pg_database d WHERE d.datname = current_database()""",
                        row -> new DatabaseProperties(
                                row.getString(1),
                                row.getLong(2),
                                row.getString(3),
                                options,
                                settings,
                                foreign,
                                grants,
                                row.getString(4)))
                .get(0);
    }

    private static String setting(String name, String value) {
        String quoted = name.contains(".")
                ? java.util.Arrays.stream(name.split("\\."))
                        .map(Identifier::quote)
                        .collect(Collectors.joining("."))
                : Identifier.quote(name);
        boolean list = QUOTED_LISTS.contains(name.toLowerCase(java.util.Locale.ROOT));
        return quoted + " TO " + (list ? (value.isBlank() ? "''" : value) : SqlLiteral.quote(value));
    }

    /** What takes settings and comment of another database away: the primary may have them no more. */
    static List<String> resets(Session maintenance, String database) throws SQLException {
        String name = Identifier.quote(database);
        List<String> resets = new ArrayList<>();
        resets.add("ALTER DATABASE " + name + " RESET ALL");
        for (String role : maintenance.strings(
                "SELECT pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(s.setrole)) FROM pg_catalog.pg_db_role_setting s"
                        + " JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase WHERE d.datname = ? AND s.setrole <> 0",
                database)) {
            resets.add("ALTER ROLE " + role + " IN DATABASE " + name + " RESET ALL");
        }
        resets.add("COMMENT ON DATABASE " + name + " IS NULL");
        return resets;
    }

    /** Settings and comment of another database, as statements. */
    List<String> statements(String database) {
        List<String> statements = new ArrayList<>();
        settings.forEach(setting -> statements.add(String.format(setting, Identifier.quote(database))));
        if (comment != null) {
            statements.add("COMMENT ON DATABASE " + Identifier.quote(database) + " IS " + SqlLiteral.quote(comment));
        }
        return statements;
    }

    /** Its privileges for another database, as statements. */
    List<String> grants(String database) {
        return grants.stream()
                .map(grant -> String.format(grant, Identifier.quote(database)))
                .toList();
    }
}
