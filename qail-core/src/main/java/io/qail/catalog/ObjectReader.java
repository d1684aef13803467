package io.qail.catalog;

import io.qail.schema.EnumType;
import io.qail.schema.Extension;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Sequence;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Extensions, enums, sequences and comments. */
final class ObjectReader {

    /** {@code plpgsql} comes with every database. */
    private static final String EXTENSIONS = """
            SELECT e.extname, n.nspname, e.extversion
            FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname <> 'plpgsql'
            """;

    private static final String ENUMS = """
            SELECT n.nspname, t.typname,
                   ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
            FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
            WHERE t.typtype = 'e'
              AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
            """;

    /** Those of identity columns depend internally on their column; one of an unmanaged table goes with its table. */
    private static final String SEQUENCES = """
            SELECT n.nspname, c.relname, format_type(s.seqtypid, NULL) AS type,
                   s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
                   t.nspname AS owner_schema, t.relname AS owner_table, a.attname AS owner_column
            FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN chosen n ON n.oid = c.relnamespace
            LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype = 'a'
            LEFT JOIN managed t ON t.oid = d.refobjid
            LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
            WHERE NOT starts_with(c.relname::text, '_qail_') AND (d.objid IS NULL OR t.oid IS NOT NULL)
              AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_class'::regclass AND i.objid = c.oid
                              AND i.deptype IN ('i', 'e'))
            """;

    /** The comments that initdb and the control file of an extension give are no wish of anybody. */
    private static final String COMMENTS = """
            SELECT 'SCHEMA' AS kind, '' AS schema, n.nspname AS name, NULL AS member, d.description
            FROM chosen n JOIN pg_description d ON d.classoid = 'pg_namespace'::regclass AND d.objoid = n.oid
            WHERE NOT (n.nspname = 'public' AND d.description = 'standard public schema')
            UNION ALL
            SELECT 'EXTENSION', '', e.extname, NULL, d.description
            FROM pg_extension e JOIN pg_description d ON d.classoid = 'pg_extension'::regclass AND d.objoid = e.oid
            WHERE e.extname <> 'plpgsql'
              AND d.description IS DISTINCT FROM (SELECT a.comment FROM pg_available_extensions() a WHERE a.name = e.extname)
            UNION ALL
            SELECT 'ENUM', n.nspname, t.typname, NULL, d.description
            FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
            JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid
            WHERE t.typtype = 'e'
            UNION ALL
            SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END,
                   n.nspname, c.relname, NULL, d.description
            FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
            JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
            WHERE c.relkind IN ('r', 'S', 'i')
            UNION ALL
            SELECT 'COLUMN', t.nspname, t.relname, a.attname, d.description
            FROM managed t
            JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = t.oid AND d.objsubid > 0
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.objsubid
            UNION ALL
            SELECT 'CONSTRAINT', t.nspname, t.relname, c.conname, d.description
            FROM managed t JOIN pg_constraint c ON c.conrelid = t.oid
            JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = c.oid
            """;

    private ObjectReader() {}

    static void readExtensions(CatalogQuery query, SchemaBuilder schema) {
        query.each(EXTENSIONS, row -> {
            String name = row.getString("extname");
            schema.extensions.put(name, new Extension(name, row.getString("nspname"), row.getString("extversion")));
        });
    }

    static void readEnums(CatalogQuery query, SchemaBuilder schema) {
        query.each(ENUMS, row -> {
            ObjectName name = ObjectName.of(row.getString("nspname"), row.getString("typname"));
            schema.enums.put(name, new EnumType(name, CatalogQuery.strings(row, "labels")));
        });
    }

    static void readSequences(CatalogQuery query, SchemaBuilder schema) {
        query.each(SEQUENCES, row -> {
            Sequence sequence = sequence(row);
            schema.sequences.put(sequence.name(), sequence);
        });
    }

    private static Sequence sequence(ResultSet row) throws SQLException {
        String ownerTable = row.getString("owner_table");
        return new Sequence(
                ObjectName.of(row.getString("nspname"), row.getString("relname")),
                row.getString("type"),
                TableReader.sequenceOptions(row),
                ownerTable == null
                        ? null
                        : new Sequence.Owner(
                                ObjectName.of(row.getString("owner_schema"), ownerTable),
                                row.getString("owner_column")));
    }

    /** Comments of what the schema holds by now; the default schema is no part of it. */
    static void readComments(CatalogQuery query, SchemaBuilder schema) {
        query.each(COMMENTS, row -> {
            ObjectAddress target = new ObjectAddress(
                    ObjectKind.valueOf(row.getString("kind")),
                    ObjectName.of(row.getString("schema"), row.getString("name")),
                    row.getString("member"));
            if (holds(schema, target)) {
                schema.comments.put(target, row.getString("description"));
            }
        });
    }

    private static boolean holds(SchemaBuilder schema, ObjectAddress target) {
        ObjectName name = target.name();
        return switch (target.kind()) {
            case SCHEMA -> schema.schemas.contains(name.name());
            case EXTENSION -> schema.extensions.containsKey(name.name());
            case ENUM -> schema.enums.containsKey(name);
            case SEQUENCE -> schema.sequences.containsKey(name);
            case TABLE, COLUMN -> schema.tables.containsKey(name);
            case CONSTRAINT ->
                schema.tables.containsKey(name)
                        && schema.tables
                                .get(name)
                                .constraint(String.valueOf(target.member()))
                                .isPresent();
            case INDEX -> schema.indexes.containsKey(name);
            default -> schema.objects.containsKey(target);
        };
    }
}
