package io.qail.catalog;

import io.qail.schema.BuiltInTypes;
import io.qail.schema.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every type of the database by oid, so that nothing that has one joins {@code pg_type}. */
final class TypeCatalog {

    private static final String SQL = """
            SELECT t.oid, n.nspname, t.typname, t.typcollation, t.typstorage,
                   -- Those of rows are called by their names.
                   CASE WHEN t.typrelid = 0 THEN format_type(t.oid, NULL) ELSE t.typname END AS bare,
                   CASE WHEN t.typrelid = 0 THEN format_type(t.oid, -1) ELSE t.typname END AS unmodified,
                   CASE WHEN t.typsubscript = 'array_subscript_handler'::regproc AND t.typstorage <> 'p'
                        THEN t.typelem ELSE 0 END AS element
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            """;

    /**
     * A type.
     *
     * @param bare as {@code format_type} prints it when it is told nothing of a modifier
     * @param unmodified as {@code format_type} prints it when there is none: {@code bpchar} for {@code character}
     * @param element of an array, else 0
     */
    private record Entry(
            String schema, String name, String bare, String unmodified, long element, long collation, String storage) {}

    private final Map<Long, Entry> entries = new HashMap<>();

    private TypeCatalog() {}

    static TypeCatalog read(CatalogQuery query) {
        TypeCatalog types = new TypeCatalog();
        query.each(
                SQL,
                row -> types.entries.put(
                        row.getLong("oid"),
                        new Entry(
                                row.getString("nspname"),
                                row.getString("typname"),
                                row.getString("bare"),
                                row.getString("unmodified"),
                                row.getLong("element"),
                                row.getLong("typcollation"),
                                row.getString("typstorage"))));
        return types;
    }

    /** The type as arguments and results of routines have it, which know no modifier: {@code character}, not {@code bpchar}. */
    DataType routineType(long oid) {
        Entry type = entry(oid);
        boolean array = type.element() != 0;
        Entry base = array ? entry(type.element()) : type;
        int dimensions = array ? 1 : 0;
        return base.schema().equals("pg_catalog")
                ? new DataType(null, spelling(base, base.bare()), "", dimensions)
                : new DataType(base.schema(), base.name(), "", dimensions);
    }

    /** The pseudo type {@code any} is printed in quotes and has none in its name. */
    private static String spelling(Entry type, String printed) {
        return BuiltInTypes.contains(printed) ? printed : type.name();
    }

    /**
     * The type; its modifier is what {@code format_type} says with it and does not say without it.
     *
     * @param printed by {@code format_type} with the modifier; null for none
     */
    DataType type(long oid, @Nullable String printed) {
        Entry type = entry(oid);
        boolean array = type.element() != 0;
        Entry base = array ? entry(type.element()) : type;
        int dimensions = array ? 1 : 0;
        String modifier = printed == null
                ? ""
                : modifier(base.bare(), array ? printed.substring(0, printed.length() - 2) : printed);
        return base.schema().equals("pg_catalog")
                ? new DataType(
                        null,
                        spelling(base, modifier.isEmpty() ? base.unmodified() : base.bare()),
                        modifier,
                        dimensions)
                : new DataType(base.schema(), base.name(), modifier, dimensions);
    }

    long collation(long oid) {
        return entry(oid).collation();
    }

    String storage(long oid) {
        return entry(oid).storage();
    }

    private Entry entry(long oid) {
        return Objects.requireNonNull(entries.get(oid), () -> "type " + oid + " is gone");
    }

    private static String modifier(String bare, String printed) {
        int zoneAt = bare.endsWith(" time zone") ? bare.indexOf(" with") : bare.length();
        boolean modified = printed.startsWith(bare.substring(0, zoneAt)) && printed.length() > bare.length();
        return modified ? printed.substring(zoneAt, printed.length() - (bare.length() - zoneAt)) : "";
    }
}
