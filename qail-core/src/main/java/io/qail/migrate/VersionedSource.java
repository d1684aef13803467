package io.qail.migrate;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import io.qail.error.SourcePosition;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.HistoryType;
import io.qail.language.ParsedFile;
import io.qail.language.QailParser;
import io.qail.plan.Change;
import io.qail.plan.Planner;
import io.qail.schema.Schema;
import io.qail.script.Scripts;
import io.qail.script.Version;
import io.qail.script.VersionedScript;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Versioned scripts, each a delta onto the schema of the newest history row. */
final class VersionedSource implements MigrationSource {

    private final Scripts.Versioned scripts;
    private final MigrateOptions options;
    private final String defaultSchema;

    VersionedSource(Scripts.Versioned scripts, MigrateOptions options, String defaultSchema) {
        this.scripts = scripts;
        this.options = options;
        this.defaultSchema = defaultSchema;
    }

    @Override
    public void check(HistoryState history) {
        new PendingVersions(scripts, history, options).check();
    }

    @Override
    public List<PendingMigration> pending(HistoryState history) {
        return new PendingVersions(scripts, history, options)
                .pending().stream()
                        .map(script -> new PendingMigration(
                                script.version().toString(), script.description(), script.name(), script.checksum()))
                        .toList();
    }

    @Override
    public Job job(Connection connection, PendingMigration migration, Schema base) throws SQLException {
        VersionedScript script =
                Version.parse(migration.version()).flatMap(this::script).orElseThrow();
        return job(connection, script, base);
    }

    /** The job of a script onto a schema. */
    Job job(Connection connection, VersionedScript script, Schema base) throws SQLException {
        return new Job(
                script.version().toString(),
                script.description(),
                HistoryType.VERSIONED,
                script.name(),
                script.checksum(),
                base,
                new Forward(base, change(connection, script, base)),
                script.copyFiles());
    }

    /** What a script asks for, its types looked up on the connection. */
    Change change(Connection connection, VersionedScript script, Schema base) throws SQLException {
        ParsedFile parsed = QailParser.parse(script.source(), defaultSchema);
        checkDepends(script, parsed);
        Change change = Planner.fold(base, parsed, defaultSchema);
        return TypeLookup.resolve(connection, change, List.of(parsed), defaultSchema);
    }

    Optional<VersionedScript> script(Version version) {
        return scripts.scripts().stream()
                .filter(script -> script.version().equals(version))
                .findFirst();
    }

    private void checkDepends(VersionedScript script, ParsedFile parsed) {
        List<Diagnostic> wrong = new ArrayList<>();
        for (String name : parsed.depends()) {
            boolean earlier = Version.parse(name)
                    .filter(version -> version.compareTo(script.version()) < 0)
                    .flatMap(this::script)
                    .isPresent();
            if (!earlier) {
                wrong.add(script.source()
                        .diagnostic(
                                new SourcePosition(script.source().name(), 1, 1),
                                "depends on version " + name + ", which is not an earlier version",
                                "name versions below " + script.version() + " in -- depends:"));
            }
        }
        if (!wrong.isEmpty()) {
            throw new ScriptException(wrong);
        }
    }

    @Override
    public Map<Long, MigrationInfo.State> states(HistoryState history) {
        PendingVersions versions = new PendingVersions(scripts, history, options);
        Set<Long> holding = history.holding();
        Map<Long, MigrationInfo.State> states = new HashMap<>();
        history.entries().forEach(entry -> states.put(entry.id(), state(entry, holding, versions)));
        return states;
    }

    private static MigrationInfo.State state(HistoryEntry entry, Set<Long> holding, PendingVersions versions) {
        if (entry.type() == HistoryType.ROLLBACK || entry.type() == HistoryType.REPAIR) {
            return MigrationInfo.State.SUCCESS;
        }
        if (!holding.contains(entry.id())) {
            return MigrationInfo.State.ROLLED_BACK;
        }
        if (entry.type() == HistoryType.BASELINE || !versions.isMissing(entry)) {
            return MigrationInfo.State.SUCCESS;
        }
        return versions.isFuture(entry) ? MigrationInfo.State.FUTURE : MigrationInfo.State.MISSING;
    }

    @Override
    public List<HistoryEntry> repairs(HistoryState history) {
        PendingVersions versions = new PendingVersions(scripts, history, options);
        return versions.broken().stream()
                .map(entry -> {
                    VersionedScript script = versions.script(entry);
                    return script == null
                            ? entry.withScript(entry.script(), "")
                            : entry.withScript(script.name(), script.checksum());
                })
                .toList();
    }
}
