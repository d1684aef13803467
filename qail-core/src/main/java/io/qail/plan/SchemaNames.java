package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.Locale;

/** Objects by the words of the language, and whether a schema holds them. */
final class SchemaNames {

    private SchemaNames() {}

    /** The word of the language for the kind, as in {@code drop enum mood}. */
    static String word(ObjectKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How the language names the object behind {@code drop}. */
    static String dropTarget(ObjectAddress address, String defaultSchema) {
        return switch (address.kind()) {
            case COLUMN -> address.display(defaultSchema);
            case TABLE -> tableVerb("", address.name(), defaultSchema);
            default -> word(address.kind()) + " " + address.display(defaultSchema);
        };
    }

    /** The verb with the name of a table; without the word {@code table}, {@code a.b} is a column. */
    static String tableVerb(String verb, ObjectName table, String defaultSchema) {
        return verb + (table.schema().equals(defaultSchema) ? "" : "table ") + table.display(defaultSchema);
    }
}
