package io.qail.catalog;

import io.qail.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Temporary objects that show how PostgreSQL prints a declared text; they never outlive {@link #show}. */
final class Scratch {

    private static final Logger log = LoggerFactory.getLogger(Scratch.class);

    /** Connection, transaction, resources, intervention, system: these say nothing about a text. */
    private static final Set<String> NOT_ABOUT_THE_TEXT = Set.of("08", "25", "40", "53", "57", "58", "XX");

    private final Connection connection;
    private final JdbcTemplate jdbc;
    private final String userPath;
    private String temporarySchema = "";

    /**
     * @param userPath the search path of the declared texts
     */
    Scratch(Connection connection, JdbcTemplate jdbc, String userPath) {
        this.connection = connection;
        this.jdbc = jdbc;
        this.userPath = userPath;
    }

    interface Step {

        void run() throws SQLException;
    }

    /** Runs the step under the search path of declared texts, and returns how the catalogs print what it has made. */
    Schema show(Step step) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        searchPath(userPath);
        jdbc.queryForList("SELECT set_config('check_function_bodies', 'off', true)");
        step.run();
        searchPath(CatalogSession.CATALOG_PATH);
        Schema printed = Schema.EMPTY;
        temporarySchema = schema();
        if (!temporarySchema.isEmpty()) {
            printed = Catalog.readObjects(jdbc, temporarySchema);
        }
        connection.rollback(savepoint);
        return printed;
    }

    /** The schema in which {@link #show} found what was made. */
    String temporarySchema() {
        return temporarySchema;
    }

    /** Empty before there is any temporary object. */
    private String schema() {
        return jdbc
                .queryForList("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()", String.class)
                .stream()
                .findFirst()
                .orElse("");
    }

    /**
     * Runs the statements for those of the parts that PostgreSQL takes.
     *
     * @return these parts, in their order
     */
    <T> List<T> create(List<T> parts, Function<List<T>, List<String>> statements) throws SQLException {
        if (parts.isEmpty() || succeeds(statements.apply(parts), true)) {
            return parts;
        }
        List<T> accepted = new ArrayList<>();
        if (parts.size() > 1) {
            int middle = parts.size() / 2;
            accepted.addAll(accepted(parts.subList(0, middle), statements));
            accepted.addAll(accepted(parts.subList(middle, parts.size()), statements));
        }
        return accepted.isEmpty() || succeeds(statements.apply(accepted), true) ? accepted : List.of();
    }

    /** Halves, because most texts are right. */
    private <T> List<T> accepted(List<T> parts, Function<List<T>, List<String>> statements) throws SQLException {
        if (succeeds(statements.apply(parts), false)) {
            return parts;
        }
        List<T> accepted = new ArrayList<>();
        if (parts.size() > 1) {
            int middle = parts.size() / 2;
            accepted.addAll(accepted(parts.subList(0, middle), statements));
            accepted.addAll(accepted(parts.subList(middle, parts.size()), statements));
        }
        return accepted;
    }

    private boolean succeeds(List<String> statements, boolean keep) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            // The braces of an expression are PostgreSQL's, not JDBC's.
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.addBatch(sql);
            }
            statement.executeBatch();
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (state == null || NOT_ABOUT_THE_TEXT.contains(state.substring(0, 2))) {
                throw e;
            }
            log.debug("PostgreSQL refuses a declared text, so it is not the live one: {}", statements, e);
            connection.rollback(savepoint);
            return false;
        }
        if (keep) {
            connection.releaseSavepoint(savepoint);
        } else {
            connection.rollback(savepoint);
        }
        return true;
    }

    private void searchPath(String path) {
        jdbc.queryForList("SELECT set_config('search_path', ?, true)", path);
    }
}
