package io.qail.migrate;

import io.qail.catalog.SqlMessage;
import io.qail.catalog.StateStatements.Step;
import io.qail.schema.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements that restore a state, each behind a savepoint, as the role that has to run it. */
public final class StateSteps {

    private static final Logger log = LoggerFactory.getLogger(StateSteps.class);

    private final Connection connection;
    private final Set<Step> done = new HashSet<>();
    private final List<String> failures = new ArrayList<>();

    public StateSteps(Connection connection) {
        this.connection = connection;
    }

    /** What PostgreSQL refused, with its reason. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * Runs what has not run yet.
     *
     * @return whether anything ran
     */
    public boolean run(List<Step> steps) throws SQLException {
        boolean ran = false;
        for (Step step : steps) {
            if (done.add(step)) {
                run(step);
                ran = true;
            }
        }
        return ran;
    }

    /** Fills materialized views; their owners see what row security lets them see. */
    void refresh(List<Step> steps) throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        String before = set("row_security", "on");
        run(steps);
        set("row_security", before);
    }

    private void run(Step step) throws SQLException {
        String role = step.role();
        Savepoint savepoint = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            log.debug("{}", step.sql());
            if (role == null) {
                statement.execute(step.sql());
            } else {
                String before = set("role", null);
                statement.execute("SET LOCAL ROLE " + Identifier.quote(role));
                statement.execute(step.sql());
                set("role", before);
            }
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            if (GuardedRun.isLockConflict(e)
                    || connection.isClosed()
                    || String.valueOf(e.getSQLState()).startsWith("08")) {
                throw e;
            }
            connection.rollback(savepoint);
            failures.add(step.sql() + (role == null ? "" : " as " + role) + " (" + SqlMessage.full(e) + ")");
        }
    }

    /** Sets it for the transaction where a value is given; returns what it was. */
    private String set(String name, @Nullable String value) throws SQLException {
        String sql =
                "SELECT pg_catalog.current_setting(?)" + (value == null ? "" : ", pg_catalog.set_config(?, ?, true)");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            if (value != null) {
                statement.setString(2, name);
                statement.setString(3, value);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
