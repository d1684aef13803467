package io.qail.language;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import io.qail.schema.Aggregate;
import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.Grant;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
        collector.resolvePlaces(schema);
        List<Diagnostic> diagnostics = new ArrayList<>(collector.diagnostics());
        SchemaRules.check(schema, defaultSchema).stream()
                .limit(Findings.MAXIMUM)
                .forEach(problem -> diagnostics.add(collector.diagnostic(problem)));
        diagnostics.addAll(collector.onNothing(schema));
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
     * The schema with what only the whole can tell: bare names of types that the default schema has get that schema, comments
     * and grants the addresses of what they mean, foreign keys without target columns the primary key of their target.
     */
    public static Schema complete(Schema schema, String defaultSchema) {
        Schema resolved = Types.map(schema, type -> Types.resolve(type, schema, defaultSchema));
        SchemaBuilder builder = resolved.toBuilder();
        builder.comments.clear();
        resolved.comments()
                .forEach((address, text) ->
                        builder.comments.putIfAbsent(AddressResolver.resolve(address, resolved, defaultSchema), text));
        builder.grants.clear();
        resolved.grants().stream()
                .map(grant -> Types.at(AddressResolver.resolve(grant.target(), resolved, defaultSchema), grant))
                .filter(grant -> !isBuiltIn(grant))
                .forEach(builder.grants::add);
        builder.objects.replaceAll((address, object) ->
                object instanceof Aggregate aggregate ? complete(aggregate, resolved, defaultSchema) : object);
        builder.tables.replaceAll((name, table) -> table.withConstraints(table.constraints().stream()
                .map(constraint -> complete(constraint, schema))
                .toList()));
        return builder.build();
    }

    /** What PostgreSQL gives to everybody by itself. */
    private static boolean isBuiltIn(Grant grant) {
        if (!grant.grantee().isEmpty() || grant.grantable() || grant.revoked()) {
            return false;
        }
        return switch (grant.target().kind()) {
            case FUNCTION, PROCEDURE, AGGREGATE -> grant.privilege().equals("EXECUTE");
            case ENUM, DOMAIN, TYPE -> grant.privilege().equals("USAGE");
            default -> false;
        };
    }

    /** Functions of an aggregate that the default schema has, and its types, get that schema. */
    private static Aggregate complete(Aggregate aggregate, Schema schema, String defaultSchema) {
        SortedMap<String, String> options = new TreeMap<>(aggregate.options());
        options.replaceAll((option, value) -> {
            if (AggregateReader.TYPES.contains(option)) {
                return Signature.map(value, type -> Types.resolve(type, schema, defaultSchema));
            }
            Optional<ObjectName> function = AggregateReader.FUNCTIONS.contains(option)
                    ? bare(value).map(name -> ObjectName.of(defaultSchema, name))
                    : Optional.empty();
            return function.filter(
                            name -> !AddressResolver.routines(name, schema).isEmpty())
                    .map(ObjectName::sql)
                    .orElse(value);
        });
        return new Aggregate(aggregate.name(), aggregate.arguments(), aggregate.orderedArguments(), options);
    }

    /** The name of a function that is written without a schema. */
    private static Optional<String> bare(String function) {
        Cursor cursor = Cursor.over(function);
        try {
            List<String> path = cursor.path("a function");
            return path.size() == 1 ? Optional.of(path.get(0)) : Optional.empty();
        } catch (SyntaxError error) {
            return Optional.empty();
        }
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
