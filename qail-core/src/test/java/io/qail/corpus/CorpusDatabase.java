package io.qail.corpus;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.pull.Pulled;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/** A database that is filled by SQL of others, or by a plan, as a superuser. */
final class CorpusDatabase implements AutoCloseable {

    static final String DEFAULT_SCHEMA = "public";

    private static final Pattern MISSING_ROLE = Pattern.compile("role \"([^\"]+)\" does not exist");

    private static final Pattern TRANSACTION = Pattern.compile("(BEGIN|COMMIT|START TRANSACTION)\\s*(TRANSACTION)?");

    private final TestDatabase database;

    CorpusDatabase(TestDatabase template) {
        synchronized (CorpusDatabase.class) {
            database = template.fresh();
        }
    }

    /**
     * Runs the statements of a script, each for itself. Those that are refused are tried again after the others: scripts
     * for other tools need not be in order. Roles that are missing are made.
     *
     * @return the statements that are refused in the end, each with the reason
     */
    List<String> load(String script) throws SQLException {
        List<String> pending = new ArrayList<>();
        for (NativeQuery query : Parser.parseJdbcSql(script, true, false, true, false, false)) {
            String sql = query.nativeSql.strip();
            if (!sql.isEmpty()
                    && !TRANSACTION.matcher(sql.toUpperCase(Locale.ROOT)).matches()) {
                pending.add(sql);
            }
        }
        try (Connection connection = database.superuserConnection()) {
            List<String> refused = List.of();
            for (int before = Integer.MAX_VALUE; !pending.isEmpty() && pending.size() < before; ) {
                before = pending.size();
                refused = attempt(connection, pending);
            }
            return pending.isEmpty() ? List.of() : refused;
        }
    }

    private static List<String> attempt(Connection connection, List<String> pending) throws SQLException {
        List<String> again = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (String sql : pending) {
            try {
                withRoles(connection, sql);
            } catch (SQLException e) {
                again.add(sql);
                refused.add(e.getMessage() + " in " + sql);
            }
        }
        pending.clear();
        pending.addAll(again);
        return refused;
    }

    private static void withRoles(Connection connection, String sql) throws SQLException {
        while (true) {
            try {
                execute(connection, sql);
                return;
            } catch (SQLException e) {
                Matcher role = MISSING_ROLE.matcher(String.valueOf(e.getMessage()));
                if (!role.find()) {
                    throw e;
                }
                // Roles belong to the server: another thread may have been faster.
                execute(
                        connection,
                        "DO $$ BEGIN CREATE ROLE \"" + role.group(1)
                                + "\"; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
            }
        }
    }

    /** Runs the plan as QAIL does: one transaction, and what is not transactional after it. */
    void apply(Plan plan) throws RefusedStatement, SQLException {
        try (Connection connection = database.superuserConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "SET LOCAL search_path = " + DEFAULT_SCHEMA);
            run(connection, plan.transactional());
            connection.commit();
            connection.setAutoCommit(true);
            run(connection, plan.afterCommit());
        }
    }

    private static void run(Connection connection, List<Operation> operations) throws RefusedStatement {
        for (Operation operation : operations) {
            for (String sql : operation.statements()) {
                try {
                    execute(connection, sql);
                } catch (SQLException e) {
                    throw new RefusedStatement(sql, e);
                }
            }
        }
    }

    Pulled pull() {
        return new Qail(database.superuserDataSource(), QailOptions.defaults(), List.of()).pull();
    }

    LiveSchema read() throws SQLException {
        try (Connection connection = database.superuserConnection()) {
            return Catalog.read(connection, DEFAULT_SCHEMA);
        }
    }

    SortedSet<String> catalog() throws SQLException {
        try (Connection connection = database.superuserConnection()) {
            return FullCatalog.read(connection);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        database.close();
    }

    /** PostgreSQL refused a statement of a plan. */
    static final class RefusedStatement extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedStatement(String sql, SQLException cause) {
            super(cause.getMessage() + "\n    in " + sql, cause);
        }
    }
}
