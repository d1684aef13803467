package io.qail.language;

import io.qail.schema.Statement;
import java.util.List;

/**
 * A file without syntax errors.
 *
 * @param depends versions that {@code -- depends:} names
 * @param statements in the order of the file
 */
public record ParsedFile(SourceFile source, List<String> depends, List<Statement> statements) {

    public ParsedFile {
        depends = List.copyOf(depends);
        statements = List.copyOf(statements);
    }
}
