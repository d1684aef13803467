package io.qail.language;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the declarations of parsed files together into one schema. */
public final class SchemaReader {

    private SchemaReader() {}

    /**
     * The schema that the files declare, completed and checked; their hints are left out.
     *
     * @throws ScriptException with every object that is declared twice, every violation of {@link SchemaRules}, and every
     *     verb that only a versioned script can have
     */
    public static Schema toSchema(List<ParsedFile> files, String defaultSchema) {
        DeclarationCollector collector = new DeclarationCollector(defaultSchema);
        files.forEach(collector::add);
        Schema schema = complete(collector.schema(), defaultSchema);
        List<Diagnostic> diagnostics = new ArrayList<>(collector.diagnostics());
        SchemaRules.check(schema, defaultSchema).stream()
                .limit(Findings.MAXIMUM)
                .forEach(problem -> diagnostics.add(collector.diagnostic(problem)));
        diagnostics.addAll(collector.commentsOnNothing(schema));
        if (!diagnostics.isEmpty()) {
            throw new ScriptException(
                    diagnostics.stream().limit(Findings.MAXIMUM).toList());
        }
        return schema;
    }

    /** Reads back what {@link QailFormatter} wrote. Completed, but not checked. */
    public static Schema read(String canonicalText, String defaultSchema) {
        DeclarationCollector collector = new DeclarationCollector(defaultSchema);
        collector.add(QailParser.parse(new SourceFile("schema", canonicalText), defaultSchema));
        return complete(collector.schema(), defaultSchema);
    }

    /**
     * The schema with what only the whole can tell: bare names of types that are enums of the default schema get that
     * schema, foreign keys without target columns get the primary key of their target.
     */
    public static Schema complete(Schema schema, String defaultSchema) {
        SchemaBuilder builder = Types.map(schema, type -> Types.resolve(type, schema, defaultSchema)).toBuilder();
        builder.tables.replaceAll((name, table) -> table.withConstraints(table.constraints().stream()
                .map(constraint -> complete(constraint, schema))
                .toList()));
        return builder.build();
    }

    private static Constraint complete(Constraint constraint, Schema schema) {
        if (constraint instanceof ForeignKey key && key.targetColumns().isEmpty()) {
            Optional<PrimaryKey> target =
                    Optional.ofNullable(schema.tables().get(key.target())).flatMap(Table::primaryKey);
            return target.map(primary -> (Constraint) key.withTarget(key.target(), primary.columns()))
                    .orElse(key);
        }
        return constraint;
    }
}
