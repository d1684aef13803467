package io.qail.catalog;

import io.qail.schema.Expression;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of tables and materialized views, those of constraints included; a partition's part of its parent's index is none
 * of its own. To print an index is what PostgreSQL takes longest for in all of a reading, so those that are plain columns in
 * their default order of comparison are told from the rest and put together here.
 */
final class IndexReader {

    private static final String SQL = """
            , indexed AS (
                SELECT m.oid, m.nspname, m.relname, true AS managed FROM managed m
                UNION ALL
                SELECT c.oid, n.nspname, c.relname, false FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind = 'm'
                  AND c.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
            )
            SELECT i.indexrelid, t.nspname, t.relname, c.relname AS index_name, am.amname, i.indisunique, i.indisvalid,
                   %s AS nulls_not_distinct, i.indnkeyatts, c.reloptions, i.indkey::int2[] AS numbers,
                   i.indclass::oid[]::int8[] AS classes, i.indcollation::oid[]::int8[] AS collations,
                   i.indoption::int2[] AS options, co.contype, pg_get_expr(i.indpred, i.indrelid) AS predicate,
                   CASE WHEN NOT t.managed THEN
                       ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
                             LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                             ORDER BY k.n) END AS columns
            FROM indexed t
            JOIN pg_index i ON i.indrelid = t.oid
            JOIN pg_class c ON c.oid = i.indexrelid AND NOT c.relispartition
            JOIN pg_am am ON am.oid = c.relam
            LEFT JOIN pg_constraint co ON co.conindid = i.indexrelid AND co.conrelid = i.indrelid
                AND co.contype IN ('p', 'u', 'x')
            """;

    /** Those that came with PostgreSQL: none of them takes parameters, which would be printed. */
    private static final String DEFAULT_CLASSES = """
            SELECT o.oid, o.opcintype FROM pg_opclass o JOIN pg_am a ON a.oid = o.opcmethod
            WHERE o.opcdefault AND a.amname = 'btree' AND o.oid < 16384
            """;

    private static final long TEXT = 25;
    private static final long VARCHAR = 1043;

    /**
     * An index and what the schema's record has no place for.
     *
     * @param index without its keys where it belongs to a primary or unique key, whose columns the constraint has
     * @param ofConstraint whether it belongs to a key or an exclusion constraint
     */
    record Entry(Index index, boolean valid, boolean ofConstraint) {}

    /**
     * An index before its keys are known.
     *
     * @param columns by key and included column, null for an expression
     * @param constraint the letter of the constraint that it belongs to
     */
    private record Draft(
            long oid,
            Entry entry,
            List<@Nullable String> columns,
            List<Integer> options,
            @Nullable String constraint) {

        boolean hasKeys() {
            return constraint == null || constraint.equals("x");
        }

        Entry with(List<IndexKey> keys) {
            return new Entry(
                    entry.index().withExpressions(keys, entry.index().where()), entry.valid(), entry.ofConstraint());
        }
    }

    private final Reading reading;
    private final Map<Long, Long> defaultClasses = new HashMap<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final SortedSet<Long> toPrint = new TreeSet<>();

    private IndexReader(Reading reading) {
        this.reading = reading;
    }

    /** By oid. */
    static Map<Long, Entry> read(Reading reading) {
        return new IndexReader(reading).read();
    }

    private Map<Long, Entry> read() {
        reading.query().each(DEFAULT_CLASSES, row -> {
            defaultClasses.put(row.getLong("oid"), row.getLong("opcintype"));
        });
        String nullsNotDistinct = reading.query().serverVersion() >= 15 ? "i.indnullsnotdistinct" : "false";
        reading.query().each(SQL.formatted(nullsNotDistinct), this::add);
        IndexDefinitions definitions = IndexDefinitions.read(reading.query(), toPrint);
        Map<Long, Entry> indexes = new HashMap<>();
        for (Draft draft : drafts) {
            List<@Nullable String> columns =
                    draft.columns().subList(0, draft.options().size());
            Entry entry = !draft.hasKeys()
                    ? draft.entry()
                    : draft.with(
                            toPrint.contains(draft.oid())
                                    ? definitions.keys(draft.oid(), columns, draft.options())
                                    : plain(columns, draft.options()));
            indexes.put(draft.oid(), entry);
            if (!entry.ofConstraint()) {
                put(draft.oid(), entry);
            }
        }
        return indexes;
    }

    private void put(long oid, Entry entry) {
        Index index = entry.index();
        reading.schema().indexes.put(index.name(), index);
        reading.addresses().put("pg_class", oid, ObjectAddress.index(index.name()));
        if (!entry.valid()) {
            reading.invalidIndexes().add(index.name());
        }
    }

    private void add(ResultSet row) throws SQLException {
        long oid = row.getLong("indexrelid");
        ObjectName table = ObjectName.of(row.getString("nspname"), row.getString("relname"));
        List<@Nullable String> columns = CatalogQuery.nullableStrings(row, "columns");
        boolean ofTable = columns.isEmpty();
        if (ofTable) {
            columns = reading.columns().names(table, row, "numbers");
        }
        List<String> include = new ArrayList<>();
        for (String column : columns.subList(row.getInt("indnkeyatts"), columns.size())) {
            include.add(String.valueOf(column));
        }
        String predicate = row.getString("predicate");
        Index index = new Index(
                ObjectName.of(row.getString("nspname"), row.getString("index_name")),
                table,
                row.getBoolean("indisunique"),
                false,
                row.getString("amname"),
                List.of(),
                include,
                row.getBoolean("nulls_not_distinct"),
                predicate == null ? null : new Expression(SqlText.withoutOuterParentheses(predicate)),
                CatalogQuery.parameters(row, "reloptions"));
        String constraint = row.getString("contype");
        Draft draft = new Draft(
                oid,
                new Entry(index, row.getBoolean("indisvalid"), constraint != null),
                columns,
                options(row),
                constraint);
        drafts.add(draft);
        if (draft.hasKeys() && !(ofTable && isPlain(table, row, draft.options().size()))) {
            toPrint.add(oid);
        }
    }

    private static List<Integer> options(ResultSet row) throws SQLException {
        List<Integer> options = new ArrayList<>();
        for (Object bits : (Object[]) row.getArray("options").getArray()) {
            options.add(((Number) bits).intValue());
        }
        return options;
    }

    /** Whether all keys are columns with their own collation and the default operator class of their type. */
    private boolean isPlain(ObjectName table, ResultSet row, int keys) throws SQLException {
        Object[] numbers = (Object[]) row.getArray("numbers").getArray();
        Long[] classes = (Long[]) row.getArray("classes").getArray();
        Long[] collations = (Long[]) row.getArray("collations").getArray();
        for (int i = 0; i < keys; i++) {
            ColumnNumbers.Entry column = reading.columns().find(table, ((Number) numbers[i]).intValue());
            Long type = defaultClasses.get(classes[i]);
            if (column == null
                    || type == null
                    || !(type == column.type() || (type == TEXT && column.type() == VARCHAR))
                    || collations[i] != column.collation()) {
                return false;
            }
        }
        return true;
    }

    private static List<IndexKey> plain(List<@Nullable String> columns, List<Integer> options) {
        List<IndexKey> keys = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            keys.add(new IndexKey(
                    columns.get(i), null, null, null, isDescending(options.get(i)), isNullsFirst(options.get(i))));
        }
        return keys;
    }

    static boolean isDescending(int option) {
        return (option & 1) != 0;
    }

    static boolean isNullsFirst(int option) {
        return (option & 2) != 0;
    }
}
