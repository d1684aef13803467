package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.error.MigrationException;
import io.qail.history.AdvisoryLock;
import io.qail.history.History;
import io.qail.history.HistoryState;
import io.qail.history.SessionPin;
import io.qail.history.SessionSettings;
import io.qail.history.UnpreparedStatements;
import io.qail.plan.CreateIndex;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.Schema;
import io.qail.schema.SqlLiteral;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds, after the commit, what PostgreSQL refuses inside a transaction. There is no record of what is to be done: an
 * index of the newest schema that says {@code concurrently} and is missing or INVALID is to be built.
 *
 * <p>The builds run in auto-commit on one connection while a second one holds the advisory lock. That second transaction
 * must hold no snapshot, or the build waits for it for ever: it is READ COMMITTED, and its last statement is a
 * {@code SET LOCAL}, because pgjdbc leaves the portal of a last SELECT open.
 */
final class ConcurrentIndexes {

    private static final Logger log = LoggerFactory.getLogger(ConcurrentIndexes.class);

    private final RunContext context;

    ConcurrentIndexes(RunContext context) {
        this.context = context;
    }

    /** The indexes of the schema that are to be built, in the order of their names. */
    static List<Index> missing(Schema schema, LiveSchema live) {
        return schema.indexes().values().stream()
                .filter(Index::concurrently)
                .filter(index -> live.schema().tables().containsKey(index.table()))
                .filter(index -> !live.schema().indexes().containsKey(index.name())
                        || live.invalidIndexes().contains(index.name()))
                .toList();
    }

    /** Whether anything is to be built; reads the catalogs, only where the schema has such indexes at all. */
    static boolean pending(OpenDatabase database, HistoryState history) throws SQLException {
        // Most schemas never say the word: a start with nothing to do parses nothing.
        if (!history.schema().contains("concurrently")) {
            return false;
        }
        String defaultSchema = database.context().defaultSchema();
        Schema schema = HistorySchema.parse(history, defaultSchema);
        if (!mayHaveWork(schema)) {
            return false;
        }
        Connection connection = database.connection();
        connection.setAutoCommit(false);
        SessionSettings.begin(connection, database.context().locks(), defaultSchema);
        boolean pending =
                !missing(schema, Catalog.read(connection, defaultSchema)).isEmpty();
        connection.rollback();
        connection.setAutoCommit(true);
        return pending;
    }

    static boolean mayHaveWork(Schema schema) {
        return schema.indexes().values().stream().anyMatch(Index::concurrently);
    }

    /**
     * Builds what is missing.
     *
     * @param connection for the builds; is in auto-commit afterwards
     * @return names of the indexes that were built
     */
    List<String> build(Connection connection) throws SQLException {
        String defaultSchema = context.defaultSchema();
        List<String> built = new ArrayList<>();
        try (Connection holder = context.connections().open();
                UnpreparedStatements unprepared = UnpreparedStatements.on(holder)) {
            boolean autoCommit = holder.getAutoCommit();
            holder.setAutoCommit(false);
            AdvisoryLock.acquire(holder, context.locks(), defaultSchema);
            try {
                Schema schema = HistorySchema.parse(new History(holder, defaultSchema).read(), defaultSchema);
                LiveSchema live = Catalog.read(holder, defaultSchema);
                try (Statement statement = holder.createStatement()) {
                    statement.execute("SET LOCAL application_name = 'qail (lock)'");
                }
                connection.setAutoCommit(true);
                SessionPin pinned = SessionPin.apply(connection, context.locks(), defaultSchema);
                try {
                    for (Index index : missing(schema, live)) {
                        build(connection, index, live, schema.comments().get(ObjectAddress.index(index.name())));
                        built.add(index.name().display(defaultSchema));
                    }
                } finally {
                    pinned.close();
                }
            } finally {
                holder.rollback();
                holder.setAutoCommit(autoCommit);
            }
        }
        return built;
    }

    private static void build(Connection connection, Index index, LiveSchema live, @Nullable String comment)
            throws SQLException {
        long begin = System.nanoTime();
        if (live.invalidIndexes().contains(index.name())) {
            execute(
                    connection,
                    "DROP INDEX CONCURRENTLY IF EXISTS " + index.name().sql());
        }
        for (String sql : new CreateIndex(index).statements()) {
            try {
                execute(connection, sql);
            } catch (MigrationException e) {
                dropInvalid(connection, index);
                throw e;
            }
        }
        if (comment != null) {
            execute(connection, "COMMENT ON INDEX " + index.name().sql() + " IS " + SqlLiteral.quote(comment));
        }
        log.info("Index {} built in {} ms", index.name().sql(), (System.nanoTime() - begin) / 1_000_000);
    }

    /** An INVALID index serves no query, slows every write, and a unique one even refuses rows. */
    private static void dropInvalid(Connection connection, Index index) throws SQLException {
        if (!connection.isClosed()) {
            execute(
                    connection,
                    "DROP INDEX CONCURRENTLY IF EXISTS " + index.name().sql());
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        log.debug("{}", sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw SqlFailure.afterCommit(sql, e);
        }
    }
}
