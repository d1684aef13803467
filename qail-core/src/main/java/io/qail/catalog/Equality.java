package io.qail.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The operator that says whether two values of a type are equal, as PostgreSQL itself compares keys: that of the type's
 * default operator class, whatever the search path holds. Only a superuser makes operator classes.
 *
 * @param operator with its schema, {@code OPERATOR(public.=)}
 * @param cast what makes both sides exactly the type of the operator, so that no other one of its schema matches better;
 *     empty where that schema is {@code pg_catalog}, in which only PostgreSQL has operators
 */
public record Equality(String operator, String cast) {

    /** 403 is btree, in which 3 is equality; 405 is hash. */
    private static final String SQL = """
            WITH RECURSIVE base(asked, type) AS (
                SELECT t.oid, t.oid FROM pg_catalog.pg_type t WHERE t.oid OPERATOR(pg_catalog.=) ANY (?)
                UNION ALL
                SELECT b.asked, t.typbasetype FROM base b
                JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) b.type WHERE t.typtype OPERATOR(pg_catalog.=) 'd')
            SELECT DISTINCT ON (b.asked) b.asked::pg_catalog.int8,
                pg_catalog.format('OPERATOR(%I.%s)', n.nspname, o.oprname),
                CASE WHEN n.nspname OPERATOR(pg_catalog.=) 'pg_catalog' THEN ''
                    ELSE pg_catalog.format('::%I.%I', tn.nspname, ct.typname) END
            FROM base b
            JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) b.type AND t.typtype OPERATOR(pg_catalog.<>) 'd'
            JOIN pg_catalog.pg_opclass c ON c.opcdefault
                AND (c.opcmethod OPERATOR(pg_catalog.=) 403 OR c.opcmethod OPERATOR(pg_catalog.=) 405)
            LEFT JOIN pg_catalog.pg_cast k ON k.castsource OPERATOR(pg_catalog.=) t.oid
                AND k.casttarget OPERATOR(pg_catalog.=) c.opcintype AND k.castmethod OPERATOR(pg_catalog.=) 'b'
                AND k.castcontext OPERATOR(pg_catalog.=) 'i'
            JOIN pg_catalog.pg_type ct ON ct.oid OPERATOR(pg_catalog.=) c.opcintype
            JOIN pg_catalog.pg_namespace tn ON tn.oid OPERATOR(pg_catalog.=) ct.typnamespace
            JOIN pg_catalog.pg_amop a ON a.amopfamily OPERATOR(pg_catalog.=) c.opcfamily
                AND a.amoplefttype OPERATOR(pg_catalog.=) c.opcintype AND a.amoprighttype OPERATOR(pg_catalog.=) c.opcintype
                AND a.amopstrategy OPERATOR(pg_catalog.=) CASE WHEN c.opcmethod OPERATOR(pg_catalog.=) 403 THEN 3 ELSE 1 END
            JOIN pg_catalog.pg_operator o ON o.oid OPERATOR(pg_catalog.=) a.amopopr
            JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) o.oprnamespace
            WHERE c.opcintype OPERATOR(pg_catalog.=) t.oid OR k.oid IS NOT NULL
                OR (tn.nspname OPERATOR(pg_catalog.=) 'pg_catalog' AND ct.typname OPERATOR(pg_catalog.=)
                    CASE WHEN t.typcategory OPERATOR(pg_catalog.=) 'A' THEN 'anyarray'
                        WHEN t.typtype OPERATOR(pg_catalog.=) 'e' THEN 'anyenum'
                        WHEN t.typtype OPERATOR(pg_catalog.=) 'r' THEN 'anyrange'
                        WHEN t.typtype OPERATOR(pg_catalog.=) 'm' THEN 'anymultirange'
                        WHEN t.typtype OPERATOR(pg_catalog.=) 'c' THEN 'record' END)
            ORDER BY b.asked, c.opcintype OPERATOR(pg_catalog.<>) t.oid, k.oid IS NULL, c.opcmethod,
                ct.typispreferred DESC, c.oid
            """;

    private static final String COLUMNS = """
            SELECT a.attname, a.atttypid::pg_catalog.int8 FROM pg_catalog.pg_attribute a
            WHERE a.attrelid OPERATOR(pg_catalog.=) ?::pg_catalog.regclass AND a.attnum OPERATOR(pg_catalog.>) 0
                AND NOT a.attisdropped
            """;

    /** Whether two values are equal; null where one of them is. */
    public String sql(String one, String other) {
        return cast.isEmpty()
                ? one + " " + operator + " " + other
                : "(" + one + ")" + cast + " " + operator + " (" + other + ")" + cast;
    }

    /**
     * Of each type by its OID; none for one that has no equality, such as json. A domain is compared as what it is made of.
     * One query.
     */
    public static Map<Long, Equality> ofTypes(Connection connection, Collection<Long> types) throws SQLException {
        Map<Long, Equality> found = new HashMap<>();
        Array oids = connection.createArrayOf("oid", types.toArray());
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setArray(1, oids);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(row.getLong(1), new Equality(row.getString(2), row.getString(3)));
                }
            }
        } finally {
            oids.free();
        }
        return found;
    }

    /** Of the columns of a table, by their names; none for a column whose type has no equality. Two queries. */
    public static Map<String, Equality> ofColumns(Connection connection, String table) throws SQLException {
        Map<String, Long> types = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    types.put(row.getString(1), row.getLong(2));
                }
            }
        }
        Map<Long, Equality> ofTypes = ofTypes(connection, types.values());
        Map<String, Equality> found = new HashMap<>();
        types.forEach((column, type) ->
                Optional.ofNullable(ofTypes.get(type)).ifPresent(equality -> found.put(column, equality)));
        return found;
    }
}
