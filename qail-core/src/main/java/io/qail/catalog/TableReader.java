package io.qail.catalog;

import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Generated;
import io.qail.schema.Identity;
import io.qail.schema.ObjectName;
import io.qail.schema.SequenceOptions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Ordinary tables and their columns. */
final class TableReader {

    private static final Map<String, String> STORAGE =
            Map.of("p", "plain", "e", "external", "m", "main", "x", "extended");

    private static final Map<String, String> COMPRESSION = Map.of("p", "pglz", "l", "lz4");

    private static final String SQL = """
            , identities AS MATERIALIZED (
                SELECT d.refobjid, d.refobjsubid, s.*
                FROM pg_sequence s JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid
                WHERE d.deptype = 'i' AND d.refclassid = 'pg_class'::regclass
            )
            SELECT t.nspname, t.relname, a.attnum, a.attname, a.attnotnull, a.attidentity, a.attgenerated,
                   en.nspname AS type_schema, e.typname AS type_name, e.oid <> ty.oid AS is_array,
                   format_type(e.oid, NULL) AS bare_type, format_type(e.oid, a.atttypmod) AS full_type,
                   pg_get_expr(ad.adbin, ad.adrelid) AS expression,
                   cn.nspname AS collation_schema, co.collname AS collation_name,
                   CASE WHEN a.attstorage <> ty.typstorage THEN a.attstorage ELSE '' END AS storage,
                   a.attcompression AS compression,
                   s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle
            FROM managed t
            LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_type ty ON ty.oid = a.atttypid
            LEFT JOIN pg_type e ON e.oid = CASE
                WHEN ty.typelem <> 0 AND ty.typsubscript = 'array_subscript_handler'::regproc AND ty.typstorage <> 'p'
                THEN ty.typelem ELSE ty.oid END
            LEFT JOIN pg_namespace en ON en.oid = e.typnamespace
            LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
            LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> ty.typcollation
            LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            LEFT JOIN identities s ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
            """;

    private TableReader() {}

    /** The columns of every table in their order, which is cheaper to find here than in the server; a table may have none. */
    static SortedMap<ObjectName, SortedMap<Integer, Column>> read(CatalogQuery query) {
        SortedMap<ObjectName, SortedMap<Integer, Column>> tables = new TreeMap<>();
        query.each(SQL, row -> {
            SortedMap<Integer, Column> columns = tables.computeIfAbsent(
                    ObjectName.of(row.getString("nspname"), row.getString("relname")), table -> new TreeMap<>());
            if (row.getString("attname") != null) {
                columns.put(row.getInt("attnum"), column(row));
            }
        });
        return tables;
    }

    private static Column column(ResultSet row) throws SQLException {
        String expression = row.getString("expression");
        String generated = row.getString("attgenerated");
        return new Column(
                row.getString("attname"),
                type(row),
                row.getBoolean("attnotnull"),
                expression == null || !generated.isEmpty() ? null : new Expression(expression),
                identity(row),
                expression == null || generated.isEmpty()
                        ? null
                        : new Generated(
                                new Expression(SqlText.withoutOuterParentheses(expression)), generated.equals("s")),
                collation(row.getString("collation_schema"), row.getString("collation_name")),
                STORAGE.get(row.getString("storage")),
                COMPRESSION.get(row.getString("compression")));
    }

    /** The modifier is what {@code format_type} says with it and does not say without it. */
    private static DataType type(ResultSet row) throws SQLException {
        String bare = row.getString("bare_type");
        String full = row.getString("full_type");
        int zoneAt = bare.endsWith(" time zone") ? bare.indexOf(" with") : bare.length();
        String word = bare.substring(0, zoneAt);
        boolean modified = full.startsWith(word) && full.length() > bare.length();
        String modifier =
                modified ? full.substring(word.length(), full.length() - (bare.length() - word.length())) : "";
        int dimensions = row.getBoolean("is_array") ? 1 : 0;
        String schema = row.getString("type_schema");
        return schema.equals("pg_catalog")
                ? new DataType(null, modified ? bare : full, modifier, dimensions)
                : new DataType(schema, row.getString("type_name"), modifier, dimensions);
    }

    private static @Nullable Identity identity(ResultSet row) throws SQLException {
        String identity = row.getString("attidentity");
        return identity.isEmpty() ? null : new Identity(identity.equals("a"), sequenceOptions(row));
    }

    static SequenceOptions sequenceOptions(ResultSet row) throws SQLException {
        return new SequenceOptions(
                row.getLong("seqstart"),
                row.getLong("seqincrement"),
                row.getLong("seqmin"),
                row.getLong("seqmax"),
                row.getLong("seqcache"),
                row.getBoolean("seqcycle"));
    }

    static @Nullable ObjectName collation(@Nullable String schema, @Nullable String name) {
        return schema == null || name == null ? null : ObjectName.of(schema, name);
    }
}
