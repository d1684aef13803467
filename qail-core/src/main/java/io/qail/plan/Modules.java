package io.qail.plan;

import io.qail.error.SourcePosition;
import io.qail.language.ParsedFile;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The statements of all modules in their order, and where each object is declared. */
final class Modules {

    private final List<Statement> statements;
    private final Map<ObjectAddress, SourcePosition> positions = new TreeMap<>();
    private final SourcePosition beginning;

    Modules(List<ParsedFile> files) {
        statements = files.stream().flatMap(file -> file.statements().stream()).toList();
        beginning = new SourcePosition(
                files.isEmpty() ? "schema.qail" : files.get(0).source().name(), 1, 1);
        for (Statement statement : statements) {
            if (statement instanceof Statement.DeclareTable declare) {
                positions.put(ObjectAddress.table(declare.table().name()), declare.position());
            }
        }
    }

    List<Statement> statements() {
        return statements;
    }

    /** Where the table stands, else the beginning of the first module. */
    SourcePosition ofTable(ObjectName table) {
        return positions.getOrDefault(ObjectAddress.table(table), beginning);
    }

    SourcePosition beginning() {
        return beginning;
    }
}
