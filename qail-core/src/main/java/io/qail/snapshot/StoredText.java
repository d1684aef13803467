package io.qail.snapshot;

import io.qail.schema.Identifier;
import io.qail.schema.OutputText;
import io.qail.snapshot.SnapshotItem.ColumnType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a value is kept as text, and made of it again: by the output and the input function of its type, never by a cast that
 * somebody may have made.
 *
 * <p>A reference ({@code regclass} and its relatives) is kept as its number and its name, {@code 16384 public.a}. What has
 * that number still is what was meant, whatever it is called by now; else what has the name by now, as when a dropped table
 * was made again; else the number, which may have referred to nothing before.
 */
final class StoredText {

    /** The catalog that has the numbers of each kind of reference, and the function that looks a name up without an error. */
    private static final Map<String, Catalog> REFERENCES = Map.ofEntries(
            Map.entry("regclass", new Catalog("pg_class", "to_regclass")),
            Map.entry("regcollation", new Catalog("pg_collation", "to_regcollation")),
            Map.entry("regconfig", new Catalog("pg_ts_config", null)),
            Map.entry("regdatabase", new Catalog("pg_database", null)),
            Map.entry("regdictionary", new Catalog("pg_ts_dict", null)),
            Map.entry("regnamespace", new Catalog("pg_namespace", "to_regnamespace")),
            Map.entry("regoper", new Catalog("pg_operator", "to_regoper")),
            Map.entry("regoperator", new Catalog("pg_operator", "to_regoperator")),
            Map.entry("regproc", new Catalog("pg_proc", "to_regproc")),
            Map.entry("regprocedure", new Catalog("pg_proc", "to_regprocedure")),
            Map.entry("regrole", new Catalog("pg_roles", "to_regrole")),
            Map.entry("regtype", new Catalog("pg_type", "to_regtype")));

    private record Catalog(String table, @Nullable String byName) {}

    private StoredText() {}

    static boolean isReference(ColumnType type) {
        return REFERENCES.containsKey(type.underlying());
    }

    /** The text that is kept of a value, as SQL; null for null. */
    static String of(ColumnType type, String value) {
        if (isReference(type)) {
            return "CASE WHEN " + value + " IS DISTINCT FROM NULL THEN pg_catalog.concat(" + value
                    + "::pg_catalog.oid, ' ', " + value + ") END";
        }
        return output(type, value);
    }

    /** The text that a row is found by: of a reference the number alone. */
    static String key(ColumnType type, String value) {
        return isReference(type) ? OutputText.of(value + "::pg_catalog.oid") : output(type, value);
    }

    /** The same in a file, where COPY itself calls the output function. */
    static String copiedKey(ColumnType type, String value) {
        return (isReference(type) ? value + "::pg_catalog.oid" : value) + " AS " + Identifier.quote(type.name());
    }

    private static String output(ColumnType type, String value) {
        if (type.underlying().equals("xml")) {
            return value + "::pg_catalog.text";
        }
        return OutputText.of(type.underlying().equals("xml[]") ? value + "::pg_catalog.text[]" : value);
    }

    /** Whether {@code jsonb_to_record} calls the input function: to json it hands the JSON itself. */
    static boolean isRecordField(ColumnType type) {
        return !isReference(type)
                && !type.underlying().equals("json")
                && !type.underlying().equals("jsonb");
    }

    /**
     * The value of a text that is no field of a record, as SQL.
     *
     * @param text SQL of what was kept
     */
    static String read(ColumnType type, String text) {
        if (!isReference(type)) {
            return "pg_catalog." + type.underlying() + "_in((" + text + ")::pg_catalog.cstring)"
                    + (type.base() == null ? "" : "::" + type.type());
        }
        Catalog catalog = REFERENCES.get(type.underlying());
        if (catalog == null) {
            throw new IllegalStateException(type + " is a reference");
        }
        String number = "pg_catalog.split_part(" + text + ", ' ', 1)::pg_catalog.oid";
        String name = "pg_catalog.substr(" + text + ", pg_catalog.strpos(" + text + ", ' ') + 1)";
        String byName = catalog.byName() == null
                ? ""
                : ", CASE WHEN " + name + " !~ '^(-|[0-9]+)$' THEN pg_catalog." + catalog.byName() + "(" + name
                        + ")::pg_catalog.oid END";
        return "COALESCE((SELECT _qail_o.oid FROM pg_catalog." + catalog.table() + " AS _qail_o WHERE _qail_o.oid = "
                + number + ")" + byName + ", " + number + ")::" + type.underlying()
                + (type.base() == null ? "" : "::" + type.type());
    }
}
