package io.qail.catalog;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;

/** Set-based queries over the chosen schemas; each reads all objects of one kind. */
final class CatalogQuery {

    /** What extensions brought along, and QAIL's own tables, belong to nobody's schema. */
    private static final String MANAGED = """
            WITH chosen AS (
                SELECT n.oid, n.nspname FROM pg_namespace n WHERE n.nspname = ANY (?)
            ), managed AS (
                SELECT c.oid, n.nspname, c.relname
                FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND NOT c.relispartition AND c.reloftype = 0
                  AND NOT starts_with(c.relname::text, '_qail_')
                  AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)
                  AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid)
                  AND NOT EXISTS (SELECT FROM pg_depend d
                                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
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

    /** Runs a query that starts behind the common table expressions {@code chosen} and {@code managed}. */
    <T> List<T> list(String sql, RowMapper<T> mapper) {
        return jdbc.query(MANAGED + sql, mapper, (Object) schemas);
    }

    /** The same for rows that go into a collection. */
    void each(String sql, RowCallbackHandler handler) {
        jdbc.query(MANAGED + sql, handler, (Object) schemas);
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
