package io.qail.migrate;

import io.qail.history.HistoryState;
import io.qail.language.QailFormatter;
import io.qail.language.SchemaReader;
import io.qail.plan.Change;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Statement;
import java.util.ArrayList;
import java.util.List;

/** The canonical text that a history row keeps: the schema after the version, and the hints that led to it. */
final class HistorySchema {

    private HistorySchema() {}

    /** The schema after the last row; empty when there is none. */
    static Schema parse(HistoryState history, String defaultSchema) {
        return history.schema().isEmpty() ? Schema.EMPTY : SchemaReader.read(history.schema(), defaultSchema);
    }

    /**
     * The text for a version.
     *
     * @param reached the target as the verification found it, in PostgreSQL's words
     */
    static String format(Change change, Schema reached, String defaultSchema) {
        SchemaBuilder managed = reached.toBuilder();
        managed.grants.clear();
        managed.grants.addAll(change.target().grants());
        List<Statement> hints = new ArrayList<>(change.renames());
        hints.addAll(change.steps());
        return QailFormatter.format(managed.build(), hints, defaultSchema);
    }
}
