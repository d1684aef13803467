package io.qail.migrate;

import io.qail.catalog.ResolvedTypes;
import io.qail.catalog.TypeResolver;
import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import io.qail.error.SourcePosition;
import io.qail.language.ParsedFile;
import io.qail.plan.Change;
import io.qail.schema.DataType;
import io.qail.schema.ObjectAddress;
import io.qail.schema.Statement;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Looks up, on the server, the types that neither PostgreSQL's own nor those of the schema explain. */
final class TypeLookup {

    private final List<ParsedFile> files;
    private final SortedMap<ObjectAddress, DataType> unknown;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private TypeLookup(List<ParsedFile> files, SortedMap<ObjectAddress, DataType> unknown) {
        this.files = files;
        this.unknown = unknown;
    }

    /**
     * The change with every type resolved that can be; those of an extension that the change itself installs stay bare
     * until the verification.
     *
     * @throws ScriptException with the place of each column or object whose type does not exist
     */
    static Change resolve(Connection connection, Change change, List<ParsedFile> files, String defaultSchema) {
        ResolvedTypes types = TypeResolver.resolve(connection, change.target(), defaultSchema);
        if (!types.unknown().isEmpty()) {
            throw new TypeLookup(files, types.unknown()).failure(defaultSchema);
        }
        return new Change(types.schema(), change.renames(), change.steps());
    }

    private ScriptException failure(String defaultSchema) {
        for (ParsedFile file : files) {
            file.statements().forEach(statement -> collect(file, statement));
        }
        if (diagnostics.isEmpty()) {
            // The type was there when an earlier version used it, and is gone since.
            unknown.forEach((object, type) -> diagnostics.add(new Diagnostic(
                    new SourcePosition(files.get(0).source().name(), 1, 1),
                    object.display(defaultSchema) + " has the type \"" + type.name()
                            + "\", which is not in the database",
                    "",
                    null)));
        }
        return new ScriptException(diagnostics);
    }

    private void collect(ParsedFile file, Statement statement) {
        if (statement instanceof Statement.DeclareTable table) {
            table.columnPositions()
                    .forEach((column, position) -> add(
                            file, position, ObjectAddress.column(table.table().name(), column)));
        } else if (statement instanceof Statement.AddColumn add) {
            add(
                    file,
                    add.position(),
                    ObjectAddress.column(add.table(), add.column().name()));
        } else if (statement instanceof Statement.AlterColumn alter) {
            add(file, alter.position(), ObjectAddress.column(alter.table(), alter.column()));
        } else if (statement instanceof Statement.DeclareObject object) {
            add(file, object.position(), object.object().address());
        }
    }

    private void add(ParsedFile file, SourcePosition position, ObjectAddress object) {
        DataType type = unknown.get(object);
        if (type != null) {
            diagnostics.add(file.source()
                    .diagnostic(
                            position,
                            "there is no type \"" + type.name() + "\"",
                            "declare it (enum " + type.name() + " { … }), install its extension (extension \"…\"), or "
                                    + "correct the name"));
        }
    }
}
