package io.qail.shadow;

import io.qail.history.LockOptions;
import io.qail.history.SessionPin;
import io.qail.history.SessionSettings;
import io.qail.history.UnpreparedStatements;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** One connection to one database, and the few things that are done with it. Not thread-safe. */
final class Session implements AutoCloseable {

    private static final long ROWS_BETWEEN_PROGRESS = 100_000;

    private final Connection connection;
    private final LockOptions locks;
    private final String defaultSchema;

    private Session(Connection connection, LockOptions locks, String defaultSchema) {
        this.connection = connection;
        this.locks = locks;
        this.defaultSchema = defaultSchema;
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static Session open(DatabaseConnections connections, String database, LockOptions locks, String defaultSchema)
            throws SQLException {
        Connection connection = connections.open(database);
        connection.setAutoCommit(true);
        // QAIL's own connection: it is closed, not given back.
        UnpreparedStatements.on(connection);
        SessionPin.own(connection);
        return new Session(connection, locks, defaultSchema);
    }

    Connection connection() {
        return connection;
    }

    /** Opens a transaction under QAIL's settings. */
    void begin() throws SQLException {
        connection.setAutoCommit(false);
        SessionSettings.begin(connection, locks, defaultSchema);
    }

    /** Opens a transaction that sees one moment, the present one or that of an exported snapshot. */
    void beginSnapshot(@Nullable String snapshot) throws SQLException {
        connection.setAutoCommit(false);
        SessionSettings.beginSnapshot(connection, snapshot, locks, defaultSchema);
    }

    void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    void rollback() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Reads catalogs. */
    @FunctionalInterface
    interface Look<T> {
        T look() throws SQLException;
    }

    /**
     * Does something while names that are not qualified, operators and the names that PostgreSQL prints mean those of the
     * catalogs alone. Within the open transaction, or one of its own.
     */
    <T> T underCatalogPath(Look<T> look) throws SQLException {
        boolean own = connection.getAutoCommit();
        if (own) {
            begin();
        }
        try {
            String path = setting("search_path");
            String jit = setting("jit");
            execute("SET LOCAL search_path = pg_catalog, pg_temp");
            // To compile a query of catalogs takes longer than to run it, and writers may wait.
            execute("SET LOCAL jit = off");
            T result = look.look();
            if (own) {
                commit();
            } else {
                strings(
                        "SELECT pg_catalog.set_config('search_path', ?, true), pg_catalog.set_config('jit', ?, true)",
                        path,
                        jit);
            }
            return result;
        } finally {
            if (own) {
                rollback();
            }
        }
    }

    private String setting(String name) throws SQLException {
        return strings("SELECT pg_catalog.current_setting(?)", name).get(0);
    }

    /** Exactly as written: no parameters, no escapes. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(row.read(result));
            }
        }
        return rows;
    }

    List<String> strings(String sql, @Nullable Object... parameters) throws SQLException {
        return list(sql, row -> row.getString(1), parameters);
    }

    boolean isTrue(String sql, @Nullable Object... parameters) throws SQLException {
        return list(sql, row -> row.getBoolean(1), parameters).get(0);
    }

    long number(String sql, @Nullable Object... parameters) throws SQLException {
        return list(sql, row -> row.getLong(1), parameters).get(0);
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            if (parameter instanceof List<?> list) {
                statement.setArray(i + 1, connection.createArrayOf("text", list.toArray()));
            } else {
                statement.setObject(i + 1, parameter);
            }
        }
        return statement;
    }

    int pid() throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    /**
     * Streams the rows of a query here into a table there, one row in memory at a time.
     *
     * @param into what stands between COPY and FROM STDIN
     * @return the number of rows
     */
    long pipe(String query, Session to, String into) throws SQLException {
        return pipe(query, to, into, CopyFormat.TEXT, false, rows -> {});
    }

    /**
     * The same in a format that both sides understand.
     *
     * @param freeze whether the rows count as old at once; only into a table that the same transaction has emptied
     */
    long pipe(String query, Session to, String into, CopyFormat format, boolean freeze, LongConsumer progress)
            throws SQLException {
        CopyOut out = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT (" + format.option() + ")");
        CopyIn in = null;
        try {
            in = to.connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + into + " FROM STDIN (" + format.option() + (freeze ? ", FREEZE" : "") + ")");
            RowBuffer buffer = new RowBuffer(in);
            long rows = 0;
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                buffer.add(row);
                if (++rows % ROWS_BETWEEN_PROGRESS == 0) {
                    progress.accept(rows);
                }
            }
            buffer.flush();
            return in.endCopy();
        } finally {
            if (in != null && in.isActive()) {
                in.cancelCopy();
            }
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
    }

    /** Loads text in COPY's format. */
    void load(String into, InputStream rows) throws SQLException, IOException {
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + into + " FROM STDIN", rows);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!connection.isClosed()) {
                rollback();
            }
        }
    }

    /** The driver writes a message for each call: many rows go into one. */
    private static final class RowBuffer {

        private static final int SIZE = 1 << 16;

        private final CopyIn in;
        private final byte[] bytes = new byte[SIZE];
        private int used;

        RowBuffer(CopyIn in) {
            this.in = in;
        }

        void add(byte[] row) throws SQLException {
            if (used + row.length > SIZE) {
                flush();
            }
            if (row.length > SIZE) {
                in.writeToCopy(row, 0, row.length);
            } else {
                System.arraycopy(row, 0, bytes, used, row.length);
                used += row.length;
            }
        }

        void flush() throws SQLException {
            if (used > 0) {
                in.writeToCopy(bytes, 0, used);
                used = 0;
            }
        }
    }
}
