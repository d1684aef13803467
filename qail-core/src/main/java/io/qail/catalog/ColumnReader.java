package io.qail.catalog;

import io.qail.schema.Column;
import io.qail.schema.Expression;
import io.qail.schema.Generated;
import io.qail.schema.Identity;
import io.qail.schema.ObjectName;
import io.qail.schema.SequenceOptions;
import io.qail.schema.TableOptions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The columns of tables. */
final class ColumnReader {

    private static final Map<String, String> STORAGE =
            Map.of("p", "plain", "e", "external", "m", "main", "x", "extended");

    private static final Map<String, String> COMPRESSION = Map.of("p", "pglz", "l", "lz4");

    private static final String SQL = """
            , identities AS MATERIALIZED (
                SELECT d.refobjid, d.refobjsubid, s.*
                FROM pg_sequence s JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid
                WHERE d.deptype = 'i' AND d.refclassid = 'pg_class'::regclass
            )
            SELECT t.oid AS table_oid, a.attnum, a.attname, a.attnotnull, a.attidentity, a.attgenerated, a.attislocal,
                   a.atttypid, CASE WHEN a.atttypmod >= 0 THEN format_type(a.atttypid, a.atttypmod) END AS full_type,
                   pg_get_expr(ad.adbin, ad.adrelid) AS expression, a.attcollation,
                   cn.nspname AS collation_schema, co.collname AS collation_name,
                   a.attstorage AS storage, a.attcompression AS compression,
                   s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, %1$s
            FROM managed t
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            -- Told so, PostgreSQL does not look for what a column has not.
            LEFT JOIN pg_attrdef ad ON ad.adrelid = CASE WHEN a.atthasdef THEN a.attrelid END AND ad.adnum = a.attnum
            LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> %3$s
            LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            LEFT JOIN identities s ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
            %2$s
            """;

    /** The oid of the collation "default", which is the same in every database (pg_collation.dat). */
    private static final long DEFAULT_COLLATION = 100;

    private static final ObjectName DEFAULT_COLLATION_NAME = ObjectName.of("pg_catalog", "default");

    private static final String NOT_NULL_NAMES =
            "LEFT JOIN pg_constraint nn ON nn.conrelid = t.oid AND nn.contype = 'n' AND nn.conkey[1] = a.attnum";

    private final Reading reading;

    /** All columns, those of the parents too. */
    private final Map<ObjectName, SortedMap<Integer, Column>> all = new HashMap<>();

    private final Map<ObjectName, Set<String>> local = new HashMap<>();

    private ColumnReader(Reading reading) {
        this.reading = reading;
    }

    /** A table's own columns by their number. */
    static Map<ObjectName, SortedMap<Integer, Column>> read(Reading reading, Map<ObjectName, TableOptions> tables) {
        ColumnReader reader = new ColumnReader(reading);
        boolean named = reading.query().serverVersion() >= 18;
        reading.query()
                .each(
                        SQL.formatted(
                                named
                                        ? "nn.conname AS not_null_name, nn.conislocal AS not_null_local"
                                        : "NULL AS not_null_name, true AS not_null_local",
                                named ? NOT_NULL_NAMES : "",
                                DEFAULT_COLLATION),
                        reader::add);
        Map<ObjectName, SortedMap<Integer, Column>> own = new HashMap<>();
        reader.all.forEach((name, columns) -> own.put(name, reader.own(name, columns, tables.get(name))));
        return own;
    }

    private void add(ResultSet row) throws SQLException {
        ObjectName table = Objects.requireNonNull(reading.addresses().find("pg_class", row.getLong("table_oid")))
                .name();
        Column column = column(row, table);
        reading.columns()
                .put(
                        table,
                        row.getInt("attnum"),
                        new ColumnNumbers.Entry(column.name(), row.getLong("atttypid"), row.getLong("attcollation")));
        all.computeIfAbsent(table, name -> new TreeMap<>()).put(row.getInt("attnum"), column);
        if (row.getBoolean("attislocal")) {
            local.computeIfAbsent(table, name -> new HashSet<>()).add(column.name());
        }
    }

    /** Besides the local columns those that are not as the parent has them. */
    private SortedMap<Integer, Column> own(
            ObjectName table, SortedMap<Integer, Column> columns, @Nullable TableOptions options) {
        List<ObjectName> parents = options == null
                ? List.of()
                : options.partitionOf() == null
                        ? options.inherits()
                        : List.of(options.partitionOf().parent());
        if (parents.isEmpty()) {
            return columns;
        }
        SortedMap<Integer, Column> own = new TreeMap<>();
        Set<String> locals = local.getOrDefault(table, Set.of());
        columns.forEach((number, column) -> {
            Column inherited = inherited(parents, column.name());
            if (locals.contains(column.name()) || (inherited != null && !isAsInherited(column, inherited))) {
                own.put(number, column);
            }
        });
        return own;
    }

    private @Nullable Column inherited(List<ObjectName> parents, String name) {
        return parents.stream()
                .flatMap(parent -> all.getOrDefault(parent, new TreeMap<>()).values().stream())
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static boolean isAsInherited(Column column, Column inherited) {
        return Objects.equals(column.defaultValue(), inherited.defaultValue())
                && column.notNull() == inherited.notNull()
                && Objects.equals(column.generated(), inherited.generated())
                && Objects.equals(column.storage(), inherited.storage())
                && Objects.equals(column.compression(), inherited.compression());
    }

    private Column column(ResultSet row, ObjectName table) throws SQLException {
        String name = row.getString("attname");
        String expression = row.getString("expression");
        String generated = row.getString("attgenerated");
        long type = row.getLong("atttypid");
        String storage = row.getString("storage");
        return new Column(
                name,
                reading.types().type(type, row.getString("full_type")),
                row.getBoolean("attnotnull"),
                expression == null || !generated.isEmpty() ? null : new Expression(expression),
                identity(row),
                expression == null || generated.isEmpty()
                        ? null
                        : new Generated(
                                new Expression(SqlText.withoutOuterParentheses(expression)), generated.equals("s")),
                collation(row, type),
                storage.equals(reading.types().storage(type)) ? null : STORAGE.get(storage),
                COMPRESSION.get(row.getString("compression")),
                notNullName(row, table.name(), name));
    }

    private @Nullable ObjectName collation(ResultSet row, long type) throws SQLException {
        long collation = row.getLong("attcollation");
        if (collation == reading.types().collation(type)) {
            return null;
        }
        return collation == DEFAULT_COLLATION
                ? DEFAULT_COLLATION_NAME
                : CatalogQuery.name(row, "collation_schema", "collation_name");
    }

    private static @Nullable String notNullName(ResultSet row, String table, String column) throws SQLException {
        String name = row.getString("not_null_name");
        boolean own = name != null && row.getBoolean("not_null_local");
        return own ? Column.writtenNotNullName(table, column, name) : null;
    }

    private static @Nullable Identity identity(ResultSet row) throws SQLException {
        String identity = row.getString("attidentity");
        // The identity of a partition is that of its parent, whose sequence it uses.
        return identity.isEmpty() || row.getString("seqstart") == null
                ? null
                : new Identity(identity.equals("a"), sequenceOptions(row));
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
}
