package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.history.History;
import io.qail.history.HistoryState;
import io.qail.history.UnpreparedStatements;
import io.qail.script.Scripts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** One connection to the database of a call, with its scripts; the connection goes back as it came. */
final class OpenDatabase implements AutoCloseable {

    private final Connection connection;
    private final UnpreparedStatements unprepared;
    private final boolean autoCommit;
    private final RunContext context;
    private final MigrationSource source;

    private OpenDatabase(
            Connection connection, UnpreparedStatements unprepared, RunContext context, MigrationSource source)
            throws SQLException {
        this.connection = connection;
        this.unprepared = unprepared;
        // A pool may be told to hand out connections without auto-commit.
        this.autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        this.context = context;
        this.source = source;
    }

    /** Connects; the default schema of the context is the configured one or else the connection's. */
    static OpenDatabase open(RunContext template, Scripts scripts) throws SQLException {
        return open(
                template,
                schema -> scripts instanceof Scripts.Versioned versioned
                        ? new VersionedSource(versioned, template.options(), schema)
                        : new DeclarativeSource((Scripts.Declarative) scripts, template.options(), schema));
    }

    /** The same for work that needs no scripts. */
    static OpenDatabase withoutScripts(RunContext template) throws SQLException {
        return open(template, schema -> new HistoryOnly());
    }

    private static OpenDatabase open(RunContext template, Function<String, MigrationSource> source)
            throws SQLException {
        Connection connection = template.connections().open();
        try {
            UnpreparedStatements unprepared = UnpreparedStatements.on(connection);
            String configured = template.options().defaultSchema();
            String schema = configured == null ? Catalog.currentSchema(connection) : configured;
            return new OpenDatabase(connection, unprepared, template.withDefaultSchema(schema), source.apply(schema));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    RunContext context() {
        return context;
    }

    MigrationSource source() {
        return source;
    }

    /** The history as it is now; empty where there is none yet. */
    HistoryState history() {
        History history = new History(connection, context.defaultSchema());
        return history.exists() ? history.read() : HistoryState.EMPTY;
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                unprepared) {
            if (!connection.isClosed()) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                connection.setAutoCommit(autoCommit);
            }
        }
    }
}
