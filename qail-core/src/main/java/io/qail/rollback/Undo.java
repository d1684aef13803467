package io.qail.rollback;

import io.qail.history.HistoryEntry;
import io.qail.language.ParsedFile;
import io.qail.language.QailParser;
import io.qail.language.SchemaReader;
import io.qail.language.SourceFile;
import io.qail.plan.Change;
import io.qail.plan.Plan;
import io.qail.plan.Planner;
import io.qail.schema.Schema;
import io.qail.schema.Statement;
import io.qail.snapshot.SnapshotManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version that is to be taken back.
 *
 * @param forward the plan that led to it, from the texts of the history
 * @param manifest what the migration destroyed; null where nothing was
 */
record Undo(HistoryEntry entry, Plan forward, @Nullable SnapshotManifest manifest) {

    /**
     * Reads the texts of the history.
     *
     * @param textBefore the schema before the version; empty for the first
     * @param textAfter the schema after it, with the hints that led to it
     */
    static Undo of(
            HistoryEntry entry,
            String textBefore,
            String textAfter,
            @Nullable SnapshotManifest manifest,
            String defaultSchema) {
        ParsedFile after = QailParser.parse(new SourceFile("schema", textAfter), defaultSchema);
        List<Statement> renames = after.statements().stream()
                .filter(statement ->
                        statement instanceof Statement.RenameTable || statement instanceof Statement.RenameColumn)
                .toList();
        List<Statement> steps = after.statements().stream()
                .filter(statement -> statement instanceof Statement.Transform
                        || statement instanceof Statement.CopyFrom
                        || statement instanceof Statement.RawSql)
                .toList();
        Change change = new Change(SchemaReader.read(textAfter, defaultSchema), renames, steps);
        return new Undo(entry, Planner.plan(schema(textBefore, defaultSchema), change), manifest);
    }

    static Schema schema(String text, String defaultSchema) {
        return text.isEmpty() ? Schema.EMPTY : SchemaReader.read(text, defaultSchema);
    }

    String version() {
        return entry.version();
    }
}
