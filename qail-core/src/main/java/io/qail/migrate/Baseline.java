package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.drift.Difference;
import io.qail.error.HistoryException;
import io.qail.error.Setting;
import io.qail.history.History;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.HistoryType;
import io.qail.language.QailFormatter;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.script.Version;
import io.qail.script.VersionedScript;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Adopts a database that has objects and no history.
 *
 * <ol>
 *   <li>Without {@code baseline-on-migrate} it is an error: QAIL does not guess.
 *   <li>With a script of the baseline version the live catalog must equal what that script creates.
 *   <li>Without one the live catalog as it is becomes the schema of the baseline.
 * </ol>
 */
final class Baseline {

    private final RunContext context;

    Baseline(RunContext context) {
        this.context = context;
    }

    /**
     * The history to go on from: the given one, or the one that a baseline has just begun in the open transaction.
     *
     * @throws HistoryException for a database with objects that may not be, or does not equal, the baseline
     */
    HistoryState establish(Connection connection, HistoryState history, MigrationSource source) throws SQLException {
        if (!history.isEmpty() || isEmpty(connection)) {
            return history;
        }
        if (!context.options().baselineOnMigrate()) {
            throw new HistoryException(
                    "The schema " + context.defaultSchema() + " is not empty and has no QAIL history ("
                            + objects(connection) + ")",
                    "If its present state is where your scripts begin, adopt it:\n"
                            + "  " + Setting.BASELINE_ON_MIGRATE.to("true") + "\n  "
                            + Setting.BASELINE_VERSION.to(context.options().baselineVersion()) + "\n"
                            + "Else name an empty database. Nothing was changed.");
        }
        LiveSchema live = Catalog.read(connection, context.defaultSchema());
        Schema schema = live.schema();
        Optional<VersionedScript> script = script(source);
        if (script.isPresent() && source instanceof VersionedSource versioned) {
            schema = versioned.change(connection, script.get(), Schema.EMPTY).target();
            verify(connection, schema, live, script.get());
        }
        begin(
                connection,
                schema,
                script.map(VersionedScript::name).orElse(""),
                script.map(VersionedScript::checksum).orElse(""));
        return new History(connection, context.defaultSchema()).read();
    }

    /** Begins the history with a baseline of the schema, in the open transaction. */
    void begin(Connection connection, Schema schema, String script, String checksum) {
        History rows = new History(connection, context.defaultSchema());
        rows.append(
                new HistoryEntry(
                        rows.nextId(),
                        context.options().baselineVersion(),
                        "baseline",
                        HistoryType.BASELINE,
                        script,
                        checksum,
                        0,
                        "",
                        context.options().application(),
                        context.host(),
                        context.clock().instant(),
                        Duration.ZERO,
                        0,
                        List.of(),
                        null,
                        null,
                        null),
                QailFormatter.format(schema, context.defaultSchema()));
    }

    /** The declarative version behind the baseline. */
    String next() {
        return version().parts().get(0).add(BigInteger.ONE).toString();
    }

    private Optional<VersionedScript> script(MigrationSource source) {
        Version version = version();
        return source instanceof VersionedSource versioned ? versioned.script(version) : Optional.empty();
    }

    private Version version() {
        return Version.parse(context.options().baselineVersion())
                .orElseThrow(() -> new HistoryException(
                        Setting.BASELINE_VERSION.to(context.options().baselineVersion()) + " is not a version",
                        "Write it as in the file names: 1 or 1.2."));
    }

    private void verify(Connection connection, Schema schema, LiveSchema live, VersionedScript script)
            throws SQLException {
        List<Difference> differences =
                DriftCheck.differences(connection, schema, live, context.defaultSchema()).stream()
                        .filter(difference -> difference.kind() != Difference.Kind.UNEXPECTED)
                        .toList();
        if (!differences.isEmpty()) {
            throw new HistoryException(
                    "The database is not what the baseline script " + script.name() + " describes:\n    "
                            + differences.stream()
                                    .map(d -> d.object().kind() + " "
                                            + d.object().display(context.defaultSchema()) + ": " + d.detail())
                                    .collect(Collectors.joining("\n    ")),
                    "Correct the script, or the database, until both agree. Nothing was changed.");
        }
    }

    /** Whether the default schema holds nothing that a person put there. */
    boolean isEmpty(Connection connection) {
        return objects(connection).isEmpty();
    }

    private String objects(Connection connection) {
        List<String> names = JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("""
                        SELECT c.relname FROM pg_catalog.pg_class c
                        WHERE c.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident(?))
                          AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relname NOT LIKE '\\_qail\\_%'
                          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                          WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                            AND d.objid = c.oid AND d.deptype = 'e')
                        ORDER BY c.relkind, c.relname LIMIT 6""")
                .param(context.defaultSchema())
                .query(String.class)
                .list();
        Stream<String> shown =
                names.stream().limit(5).map(name -> ObjectName.global(name).sql());
        return shown.collect(Collectors.joining(", ")) + (names.size() > 5 ? ", …" : "");
    }
}
