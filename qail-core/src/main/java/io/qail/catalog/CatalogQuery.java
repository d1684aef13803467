package io.qail.catalog;

import io.qail.schema.ObjectName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;

/** Set-based queries over the chosen schemas; each reads all objects of one kind. */
final class CatalogQuery {

    /**
     * What extensions brought along, {@code member}, and QAIL's own tables belong to nobody's schema. The members are read by
     * the index on what they depend on: looked up the other way round, every query would read all of pg_depend.
     */
    private static final String MANAGED = """
            WITH chosen AS (
                SELECT n.oid, n.nspname FROM pg_namespace n WHERE n.nspname = ANY (?)
            ), member AS MATERIALIZED (
                SELECT d.classid, d.objid FROM pg_depend d
                WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
            ), managed AS (
                SELECT c.oid, n.nspname, c.relname, c.relkind
                FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND c.reloftype = 0
                  AND NOT starts_with(c.relname::text, '_qail_')
                  AND c.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
            )
            """;

    private final JdbcTemplate jdbc;
    private final String[] schemas;
    private final int serverVersion;

    CatalogQuery(JdbcTemplate jdbc, SortedSet<String> schemas, int serverVersion) {
        this.jdbc = jdbc;
        this.schemas = schemas.toArray(String[]::new);
        this.serverVersion = serverVersion;
    }

    /** The server's major version. */
    int serverVersion() {
        return serverVersion;
    }

    /** Runs a query that starts behind the common table expressions {@code chosen}, {@code member} and {@code managed}. */
    <T> List<T> list(String sql, RowMapper<T> mapper) {
        return jdbc.query(MANAGED + sql, mapper, (Object) schemas);
    }

    /** The same for rows that go into a collection. */
    void each(String sql, RowCallbackHandler handler) {
        jdbc.query(MANAGED + sql, handler, (Object) schemas);
    }

    /** Runs a query with a parameter of its own, which starts from nothing. */
    void each(String sql, Object parameter, RowCallbackHandler handler) {
        jdbc.query(sql, handler, parameter);
    }

    /** A qualified name; null where there is none. */
    static @Nullable ObjectName name(ResultSet row, String schema, String name) throws SQLException {
        String found = row.getString(name);
        return found == null ? null : ObjectName.of(row.getString(schema), found);
    }

    /** An array of {@code name=value}. */
    static SortedMap<String, String> parameters(ResultSet row, String column) throws SQLException {
        SortedMap<String, String> parameters = new TreeMap<>();
        for (String parameter : strings(row, column)) {
            int equals = parameter.indexOf('=');
            parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return parameters;
    }

    /** An array of texts; null elements stay. */
    static List<@Nullable String> nullableStrings(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    static List<String> strings(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
