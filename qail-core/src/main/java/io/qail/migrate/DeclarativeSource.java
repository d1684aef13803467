package io.qail.migrate;

import io.qail.error.HistoryException;
import io.qail.error.Setting;
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
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole desired schema; its history counts 1, 2, 3 …. */
final class DeclarativeSource implements MigrationSource {

    private static final Logger log = LoggerFactory.getLogger(DeclarativeSource.class);

    private final Scripts.Declarative scripts;
    private final MigrateOptions options;
    private final String defaultSchema;

    DeclarativeSource(Scripts.Declarative scripts, MigrateOptions options, String defaultSchema) {
        this.scripts = scripts;
        this.options = options;
        this.defaultSchema = defaultSchema;
    }

    @Override
    public void check(HistoryState history) {
        history.latest().filter(entry -> entry.type() == HistoryType.VERSIONED).ifPresent(entry -> {
            throw new HistoryException(
                    "The history of this database was made by versioned scripts (newest " + entry.version()
                            + "), but the locations hold a declarative schema (" + scripts.name() + ")",
                    "Keep one way of working: bring the versioned scripts back, or start a new history in another default "
                            + "schema.");
        });
        checkNewer(history);
    }

    /** A text that was applied before the latest one belongs to an older application, which must not take the newer back. */
    private void checkNewer(HistoryState history) {
        Optional<HistoryEntry> latest = history.latest();
        boolean older = history.applied().values().stream()
                .anyMatch(entry -> entry.checksum().equals(scripts.checksum()));
        if (latest.isPresent() && older && !latest.get().checksum().equals(scripts.checksum())) {
            String message = "The database is at version " + latest.get().version() + ", and " + scripts.name()
                    + " is the text of an earlier one";
            if (options.onNewerDatabase() == NewerDatabase.FAIL) {
                throw new HistoryException(
                        message,
                        "Start the newer application, or set " + Setting.ON_NEWER_DATABASE.to("ignore")
                                + ". To go back on purpose, change "
                                + "the text (a comment is enough). Nothing was changed.");
            }
            log.warn("{}; nothing is migrated. To go back on purpose, change the text (a comment is enough)", message);
        }
    }

    @Override
    public List<PendingMigration> pending(HistoryState history) {
        if (history.applied().values().stream()
                .anyMatch(entry -> entry.checksum().equals(scripts.checksum()))) {
            return List.of();
        }
        Optional<HistoryEntry> latest = history.latest();
        return List.of(new PendingMigration(next(latest), "schema", scripts.name(), scripts.checksum()));
    }

    @Override
    public Job job(Connection connection, PendingMigration migration, Schema base) throws SQLException {
        List<ParsedFile> modules = scripts.modules().stream()
                .map(module -> QailParser.parse(module, defaultSchema))
                .toList();
        Change change = Planner.declare(base, modules, defaultSchema);
        return new Job(
                migration.version(),
                migration.description(),
                HistoryType.DECLARATIVE,
                migration.script(),
                migration.checksum(),
                base,
                new Forward(base, TypeLookup.resolve(connection, change, modules, defaultSchema)),
                Map.of());
    }

    /** The version behind the latest. */
    static String next(Optional<HistoryEntry> latest) {
        return latest.flatMap(entry -> Version.parse(entry.version()))
                .map(version -> version.parts().get(0).add(BigInteger.ONE).toString())
                .orElse("1");
    }

    @Override
    public Map<Long, MigrationInfo.State> states(HistoryState history) {
        return new HistoryOnly().states(history);
    }

    /** An edited schema is simply the next version: there is nothing to repair. */
    @Override
    public List<HistoryEntry> repairs(HistoryState history) {
        return List.of();
    }
}
