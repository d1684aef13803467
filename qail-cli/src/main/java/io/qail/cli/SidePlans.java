package io.qail.cli;

import io.qail.Qail;
import io.qail.language.ParsedFile;
import io.qail.language.QailParser;
import io.qail.language.SchemaReader;
import io.qail.language.SourceFile;
import io.qail.migrate.PlannedMigration;
import io.qail.plan.Absence;
import io.qail.plan.Planner;
import io.qail.schema.Schema;
import io.qail.script.ScriptOptions;
import io.qail.script.Scripts;
import io.qail.script.VersionedScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans of the way from one side to another, each a file, a directory or a live database. Where the old side is a database,
 * its data is looked at; a directory of versions is then planned version by version.
 */
final class SidePlans {

    private final Database database;

    SidePlans(Database database) {
        this.database = database;
    }

    List<ShownPlan> between(String from, String to) {
        if (!DatabaseUrl.isUrl(from)) {
            String schema = database.schemaOr("public");
            return List.of(offline(schema(from, schema), modules(to), schema));
        }
        if (DatabaseUrl.isUrl(to)) {
            return List.of(ShownPlan.of(database.qail(from, options -> options).planFromLive(pulled(to))));
        }
        Path path = Path.of(to);
        return SchemaFiles.read(path) instanceof Scripts.Declarative declarative
                ? List.of(ShownPlan.of(database.qail(from, options -> options).planFromLive(declarative)))
                : pending(from, path);
    }

    private List<ShownPlan> pending(String url, Path directory) {
        Qail qail = database.qail(
                url,
                options -> options.withScripts(new ScriptOptions(List.of(SchemaFiles.locationOf(directory)), true)));
        List<ShownPlan> plans = new ArrayList<>();
        for (PlannedMigration planned : qail.plan()) {
            plans.add(ShownPlan.of(planned, plans.isEmpty(), database.schemaOr("public")));
        }
        return plans;
    }

    private ShownPlan offline(Schema from, List<ParsedFile> to, String schema) {
        return ShownPlan.of(Planner.plan(from, Planner.declare(from, to, schema, Absence.DROPS)), null, schema);
    }

    /** What the side means as one schema. */
    private Schema schema(String side, String schema) {
        return SchemaFiles.read(Path.of(side)) instanceof Scripts.Versioned versioned
                ? folded(versioned, schema)
                : SchemaReader.toSchema(modules(side), schema);
    }

    private List<ParsedFile> modules(String side) {
        String schema = database.schemaOr("public");
        if (DatabaseUrl.isUrl(side)) {
            return parsed(pulled(side), schema);
        }
        if (SchemaFiles.read(Path.of(side)) instanceof Scripts.Declarative declarative) {
            return parsed(declarative, schema);
        }
        throw new CommandEnd(
                ExitCode.USAGE,
                side + " holds versions: the way to them begins at a database",
                "Name the database before the colon, or a file with the schema behind it.");
    }

    private static List<ParsedFile> parsed(Scripts.Declarative declarative, String schema) {
        return declarative.modules().stream()
                .map(module -> QailParser.parse(module, schema))
                .toList();
    }

    /** The schema after the last version. */
    static Schema folded(Scripts.Versioned versions, String schema) {
        Schema folded = Schema.EMPTY;
        for (VersionedScript script : versions.scripts()) {
            folded = Planner.fold(folded, QailParser.parse(script.source(), schema), schema)
                    .target();
        }
        return folded;
    }

    private Scripts.Declarative pulled(String url) {
        String text = database.qail(url, options -> options).pull().text();
        String name = String.valueOf(database.url(url));
        return Scripts.Declarative.of(name, List.of(new SourceFile(name, text)));
    }
}
