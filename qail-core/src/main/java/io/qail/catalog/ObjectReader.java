package io.qail.catalog;

import io.qail.schema.EnumType;
import io.qail.schema.Extension;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Sequence;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Extensions, enums and sequences. */
final class ObjectReader {

    /** {@code plpgsql} comes with every database. */
    private static final String EXTENSIONS = """
            SELECT e.oid, e.extname, n.nspname, e.extversion
            FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname <> 'plpgsql'
            """;

    private static final String ENUMS = """
            SELECT t.oid, n.nspname, t.typname,
                   ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
            FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
            WHERE t.typtype = 'e'
              AND t.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_type'::regclass)
            """;

    /** Those of identity columns depend internally on their column; one of an unmanaged table goes with its table. */
    private static final String SEQUENCES = """
            SELECT c.oid, n.nspname, c.relname, format_type(s.seqtypid, NULL) AS type,
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

    private ObjectReader() {}

    static void readExtensions(Reading reading) {
        reading.query().each(EXTENSIONS, row -> {
            String name = row.getString("extname");
            reading.schema()
                    .extensions
                    .put(name, new Extension(name, row.getString("nspname"), row.getString("extversion")));
            reading.addresses()
                    .put(
                            "pg_extension",
                            row.getLong("oid"),
                            ObjectAddress.of(ObjectKind.EXTENSION, ObjectName.global(name)));
        });
    }

    static void readEnums(Reading reading) {
        reading.query().each(ENUMS, row -> {
            ObjectName name = ObjectName.of(row.getString("nspname"), row.getString("typname"));
            reading.schema().enums.put(name, new EnumType(name, CatalogQuery.strings(row, "labels")));
            reading.addresses().put("pg_type", row.getLong("oid"), ObjectAddress.of(ObjectKind.ENUM, name));
        });
    }

    static void readSequences(Reading reading) {
        reading.query().each(SEQUENCES, row -> {
            Sequence sequence = sequence(row);
            reading.schema().sequences.put(sequence.name(), sequence);
            reading.addresses()
                    .put("pg_class", row.getLong("oid"), ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name()));
        });
    }

    private static Sequence sequence(ResultSet row) throws SQLException {
        String ownerTable = row.getString("owner_table");
        return new Sequence(
                ObjectName.of(row.getString("nspname"), row.getString("relname")),
                row.getString("type"),
                ColumnReader.sequenceOptions(row),
                ownerTable == null
                        ? null
                        : new Sequence.Owner(
                                ObjectName.of(row.getString("owner_schema"), ownerTable),
                                row.getString("owner_column")));
    }
}
