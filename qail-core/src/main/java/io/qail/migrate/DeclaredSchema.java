package io.qail.migrate;

import io.qail.catalog.TypeResolver;
import io.qail.language.ParsedFile;
import io.qail.language.QailParser;
import io.qail.language.SchemaReader;
import io.qail.plan.Absence;
import io.qail.plan.Change;
import io.qail.plan.Planner;
import io.qail.schema.Schema;
import io.qail.script.Scripts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The texts of a whole schema, read for one database. */
final class DeclaredSchema {

    private final List<ParsedFile> modules;
    private final String defaultSchema;

    DeclaredSchema(Scripts.Declarative scripts, String defaultSchema) {
        this.modules = scripts.modules().stream()
                .map(module -> QailParser.parse(module, defaultSchema))
                .toList();
        this.defaultSchema = defaultSchema;
    }

    /** The schema, its types looked up; those of an extension that is not there yet stay bare. */
    Schema schema(Connection connection) {
        return TypeResolver.resolve(connection, SchemaReader.toSchema(modules, defaultSchema), defaultSchema)
                .schema();
    }

    /** The way to it, its types looked up. */
    Change change(Connection connection, Schema base, Absence absence) throws SQLException {
        Change change = Planner.declare(base, modules, defaultSchema, absence);
        return TypeLookup.resolve(connection, change, modules, defaultSchema);
    }
}
