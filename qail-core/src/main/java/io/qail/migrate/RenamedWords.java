package io.qail.migrate;

import io.qail.language.Mentions;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statement;
import java.util.List;

/** Whether an object's text can mean something that is renamed. It can only say so too often. */
final class RenamedWords {

    private RenamedWords() {}

    static boolean isIn(SchemaObject object, List<Statement> renames) {
        if (renames.isEmpty()) {
            return false;
        }
        Mentions mentions = Mentions.of(String.join("\n", object.sql()));
        return renames.stream().anyMatch(rename -> {
            if (rename instanceof Statement.RenameTable table) {
                return mentions.names(table.from());
            }
            return rename instanceof Statement.RenameColumn column
                    && (mentions.namesColumn(column.from()) || mentions.hasStar());
        });
    }
}
