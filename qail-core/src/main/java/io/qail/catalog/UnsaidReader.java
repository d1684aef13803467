package io.qail.catalog;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.SortedSet;

/** What the language has no word for on objects that it can say otherwise, and what no migration changes by itself. */
final class UnsaidReader {

    private static final String PROPERTIES = """
            SELECT p.text || ' ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS description
            FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (VALUES
                (CASE WHEN c.relkind = 'S' AND c.relpersistence = 'u' AND NOT EXISTS (SELECT FROM pg_depend d
                           WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
                      THEN 'UNLOGGED of sequence' END),
                (CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN 'no data in materialized view' END),
                (CASE WHEN c.relkind IN ('i', 'I') AND EXISTS (SELECT FROM pg_index x
                           JOIN pg_attribute a ON a.attrelid = x.indexrelid AND a.attstattarget >= 0
                           WHERE x.indexrelid = c.oid AND x.indexprs IS NOT NULL)
                      THEN 'statistics target of index' END)) AS p (text)
            WHERE p.text IS NOT NULL AND NOT starts_with(c.relname::text, '_qail_')
              AND c.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
            """;

    /** Each with the column that it counts for. */
    private static final String IDENTITY_SEQUENCES = """
            SELECT m.nspname, m.relname, a.attname, s.relname AS sequence
            FROM managed m
            JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = m.oid AND d.refobjsubid > 0
                AND d.classid = 'pg_class'::regclass AND d.deptype = 'i'
            JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
            JOIN pg_attribute a ON a.attrelid = m.oid AND a.attnum = d.refobjsubid
            """;

    /** PostgreSQL 18: a partition that was attached keeps the names that it had as a table of its own. */
    private static final String INHERITED_NOT_NULL = """
            SELECT DISTINCT 'names of NOT NULL constraints of ' || quote_ident(m.nspname) || '.' || quote_ident(m.relname)
                   AS description
            FROM managed m JOIN pg_inherits i ON i.inhrelid = m.oid
            JOIN pg_constraint c ON c.conrelid = m.oid AND c.contype = 'n'
            JOIN pg_attribute a ON a.attrelid = m.oid AND a.attnum = c.conkey[1] AND NOT a.attislocal
            JOIN pg_attribute b ON b.attrelid = i.inhparent AND b.attname = a.attname
            JOIN pg_constraint k ON k.conrelid = i.inhparent AND k.contype = 'n' AND k.conkey[1] = b.attnum
            WHERE k.conname <> c.conname
            """;

    private UnsaidReader() {}

    static SortedSet<String> read(CatalogQuery query) {
        SortedSet<String> unsaid = OwnershipReader.read(query);
        unsaid.addAll(query.list(PROPERTIES, (row, n) -> row.getString("description")));
        query.each(IDENTITY_SEQUENCES, row -> {
            ObjectName sequence = ObjectName.of(row.getString("nspname"), row.getString("sequence"));
            String made = Identifier.generated(row.getString("relname"), row.getString("attname"), "seq");
            if (!sequence.name().equals(made)) {
                unsaid.add("sequence " + sequence + ", which is made as " + sequence.withName(made));
            }
        });
        if (query.serverVersion() >= 18) {
            unsaid.addAll(query.list(INHERITED_NOT_NULL, (row, n) -> row.getString("description")));
        }
        return unsaid;
    }
}
