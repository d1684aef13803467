package io.qail.pull;

import io.qail.catalog.Catalog;
import io.qail.catalog.Inventory;
import io.qail.catalog.LiveSchema;
import io.qail.drift.SchemaComparison;
import io.qail.error.Diagnostic;
import io.qail.error.EnvironmentException;
import io.qail.error.ScriptException;
import io.qail.language.ParsedFile;
import io.qail.language.QailFormatter;
import io.qail.language.QailParser;
import io.qail.language.SchemaReader;
import io.qail.language.SourceFile;
import io.qail.migrate.Migrator;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the live database down, in a number of queries that does not depend on its size. Thread-safe. */
public final class Pull {

    private final Migrator migrator;

    public Pull(Migrator migrator) {
        this.migrator = migrator;
    }

    /**
     * Reads in one read-only REPEATABLE READ transaction.
     *
     * @param schemas none for all that are not PostgreSQL's own
     * @throws EnvironmentException when there is no such schema
     */
    public Pulled run(Collection<String> schemas) {
        return migrator.visiting((connection, defaultSchema) -> {
            Inventory inventory = read(connection, new TreeSet<>(schemas), defaultSchema);
            LiveSchema live = inventory.live();
            String text = QailFormatter.format(live.schema(), defaultSchema);
            SortedSet<String> unmanaged = unmanaged(live, inventory.unsaid());
            unmanaged.addAll(readBack(text, live.schema(), defaultSchema));
            return new Pulled(heading(unmanaged) + text, List.copyOf(unmanaged));
        });
    }

    private static Inventory read(Connection connection, SortedSet<String> schemas, String defaultSchema)
            throws SQLException {
        Inventory inventory = Catalog.inventory(connection, schemas, defaultSchema);
        SortedSet<String> missing = new TreeSet<>(schemas);
        missing.removeAll(inventory.live().schema().schemas());
        missing.remove(defaultSchema);
        if (!missing.isEmpty()) {
            throw new EnvironmentException(
                    "There is no schema " + String.join(", ", missing) + " in the database " + connection.getCatalog(),
                    "Name schemas that exist, exactly as PostgreSQL spells them, or none to pull all.");
        }
        return inventory;
    }

    private static SortedSet<String> unmanaged(LiveSchema live, SortedSet<String> unsaid) {
        SortedSet<String> unmanaged = new TreeSet<>(live.unmanaged());
        unmanaged.addAll(unsaid);
        for (ObjectAddress object : live.notValidated()) {
            unmanaged.add("NOT VALID of " + object.sql());
        }
        for (ObjectName index : live.invalidIndexes()) {
            unmanaged.add("INVALID index " + index.sql() + ", which the text makes anew");
        }
        return unmanaged.stream().map(Pull::oneLine).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Reads the text as a script is read: it must mean what the catalogs say. Where a part of the database was asked for,
     * it may stand on parts that are not in the text.
     */
    private static List<String> readBack(String text, Schema schema, String defaultSchema) {
        ParsedFile file = QailParser.parse(new SourceFile("the pulled schema", text), defaultSchema);
        List<String> open = new ArrayList<>();
        Schema read;
        try {
            read = SchemaReader.toSchema(List.of(file), defaultSchema);
        } catch (ScriptException e) {
            e.diagnostics().stream().map(Diagnostic::message).map(Pull::oneLine).forEach(open::add);
            read = SchemaReader.read(text, defaultSchema);
        }
        if (!read.equals(schema)) {
            throw new IllegalStateException("The text of the pulled schema does not say what the catalogs say: "
                    + SchemaComparison.compare(schema, read));
        }
        return open;
    }

    private static String heading(SortedSet<String> unmanaged) {
        return unmanaged.isEmpty()
                ? ""
                : "-- In the database, and not in this file because QAIL does not manage it:\n"
                        + unmanaged.stream().map(line -> "--   " + line + "\n").collect(Collectors.joining())
                        + "\n";
    }

    private static String oneLine(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
