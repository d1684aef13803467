package io.qail.catalog;

import io.qail.error.EnvironmentException;
import io.qail.language.Types;
import io.qail.schema.DataType;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether two texts of an expression mean the same: equal texts do; where they differ, PostgreSQL decides.
 *
 * <ol>
 *   <li>Tables whose declared and live texts are equal are done; for most starts these are all.
 *   <li>For each other table a temporary table takes up the declared texts, read as QAIL's own run would read them: under
 *       {@code search_path = <default schema>, public}.
 *   <li>They are read back by the reader of the live catalogs. A text that is printed as the live one is the live one.
 *   <li>A text that PostgreSQL refuses is not the live one; the others of its table are then tried one by one.
 *   <li>Everything is rolled back to a savepoint.
 * </ol>
 */
public final class ExpressionEquivalence {

    private static final Logger log = LoggerFactory.getLogger(ExpressionEquivalence.class);

    /** Connection, transaction, resources, intervention, system: these say nothing about an expression. */
    private static final Set<String> NOT_ABOUT_THE_TEXT = Set.of("08", "25", "40", "53", "57", "58", "XX");

    private final Connection connection;
    private final JdbcTemplate jdbc;
    private final String userPath;

    private ExpressionEquivalence(Connection connection, JdbcTemplate jdbc, String defaultSchema) {
        this.connection = connection;
        this.jdbc = jdbc;
        this.userPath = Identifier.quote(defaultSchema) + ", public, pg_temp";
    }

    /**
     * The declared schema, with every default, check, generated column, index key, predicate, collation, storage and type
     * that means the same as its live counterpart in the words of the live schema, and with what the declaration leaves open
     * as it is there. What differs stays as declared, and so does what only one of the two has.
     *
     * <p>Takes no lock on a user's table and changes nothing. Needs the TEMPORARY privilege where texts differ. Works in a
     * running transaction.
     *
     * @param declared with its types resolved
     * @param live as {@link Catalog} read it
     * @throws EnvironmentException where the role may not make temporary tables
     */
    public static Schema inLiveWords(Connection connection, Schema declared, Schema live, String defaultSchema) {
        Schema settled = OpenChoices.settle(declared, live);
        List<DataType> types = differentTypes(settled, live);
        if (types.isEmpty() && scratchTables(settled, live).isEmpty()) {
            return settled;
        }
        return CatalogSession.attempt(connection, jdbc -> {
            ExpressionEquivalence equivalence = new ExpressionEquivalence(connection, jdbc, defaultSchema);
            equivalence.checkPrivilege();
            Savepoint start = connection.setSavepoint();
            Schema inLiveWords = equivalence.expressions(equivalence.types(settled, types), live);
            connection.rollback(start);
            return inLiveWords;
        });
    }

    /** Declared types that PostgreSQL prints in other words: the modifier of an extension's type, mostly. */
    private Schema types(Schema declared, List<DataType> types) throws SQLException {
        if (types.isEmpty()) {
            return declared;
        }
        Savepoint savepoint = connection.setSavepoint();
        List<DataType> accepted = create(
                types,
                some -> List.of(IntStream.range(0, some.size())
                        .mapToObj(i -> "c" + i + " " + some.get(i).sql())
                        .collect(Collectors.joining(", ", "CREATE TEMPORARY TABLE pg_temp.types (", ")"))));
        Map<DataType, DataType> printed = new HashMap<>();
        if (!accepted.isEmpty()) {
            Table table = readScratch().tables().values().stream()
                    .filter(scratch -> scratch.name().name().equals("types"))
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < accepted.size(); i++) {
                printed.put(accepted.get(i), table.columns().get(i).type());
            }
        }
        connection.rollback(savepoint);
        return Types.map(declared, type -> printed.getOrDefault(type, type));
    }

    private Schema expressions(Schema declared, Schema live) throws SQLException {
        SchemaBuilder result = declared.toBuilder();
        // Names of relations are unique within one schema only, and all scratch tables lie in one.
        for (List<ScratchTable> ofSchema : scratchTables(declared, live).values()) {
            Savepoint savepoint = connection.setSavepoint();
            searchPath(userPath);
            Map<ScratchTable, List<ObjectAddress>> accepted = new LinkedHashMap<>();
            for (ScratchTable table : ofSchema) {
                List<ObjectAddress> parts = create(List.copyOf(table.undecided()), table::statements);
                if (!parts.isEmpty()) {
                    accepted.put(table, parts);
                }
            }
            searchPath(CatalogSession.CATALOG_PATH);
            Schema printed = readScratch();
            accepted.forEach((table, parts) -> table.putInLiveWords(parts, printed, result));
            connection.rollback(savepoint);
        }
        return result.build();
    }

    /**
     * Runs the statements for all parts, or else for those that PostgreSQL takes one by one.
     *
     * @return the parts that are there now
     */
    private <T> List<T> create(List<T> parts, Function<List<T>, List<String>> statements) throws SQLException {
        if (succeeds(statements.apply(parts), true)) {
            return parts;
        }
        List<T> accepted = new ArrayList<>();
        for (T part : parts) {
            if (parts.size() > 1 && succeeds(statements.apply(List.of(part)), false)) {
                accepted.add(part);
            }
        }
        return !accepted.isEmpty() && succeeds(statements.apply(accepted), true) ? accepted : List.of();
    }

    private boolean succeeds(List<String> statements, boolean keep) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            // The braces of an expression are PostgreSQL's, not JDBC's.
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (state == null || NOT_ABOUT_THE_TEXT.contains(state.substring(0, 2))) {
                throw e;
            }
            log.debug("PostgreSQL refuses the declared text, so it is not the live one: {}", statements, e);
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

    private Schema readScratch() {
        List<String> scratch =
                jdbc.queryForList("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()", String.class);
        return Catalog.read(jdbc, new TreeSet<>(scratch), "").schema();
    }

    private void searchPath(String path) {
        jdbc.queryForList("SELECT set_config('search_path', ?, true)", path);
    }

    private void checkPrivilege() {
        for (Map<String, Object> denied : jdbc.queryForList("""
                SELECT quote_ident(current_database()) AS database, quote_ident(current_user) AS role
                WHERE NOT has_database_privilege(current_database(), 'TEMPORARY')
                """)) {
            throw new EnvironmentException(
                    "Role " + denied.get("role") + " may not make temporary tables, by which PostgreSQL is asked"
                            + " whether a declared expression is the live one.",
                    "Grant it: GRANT TEMPORARY ON DATABASE " + denied.get("database") + " TO " + denied.get("role"));
        }
    }

    private static List<DataType> differentTypes(Schema declared, Schema live) {
        Set<DataType> types = new LinkedHashSet<>();
        declared.tables().forEach((name, table) -> {
            Table other = live.tables().get(name);
            if (other != null) {
                table.columns()
                        .forEach(column -> other.column(column.name())
                                .filter(liveColumn -> !liveColumn.type().equals(column.type()))
                                .ifPresent(liveColumn -> types.add(column.type())));
            }
        });
        return List.copyOf(types);
    }

    /** By schema, those that have something to decide. */
    private static SortedMap<String, List<ScratchTable>> scratchTables(Schema declared, Schema live) {
        Map<ObjectName, List<Index>> indexes =
                declared.indexes().values().stream().collect(Collectors.groupingBy(Index::table));
        SortedMap<String, List<ScratchTable>> tables = new TreeMap<>();
        declared.tables().forEach((name, table) -> {
            Table other = live.tables().get(name);
            if (other != null) {
                ScratchTable scratch = new ScratchTable(table, other, indexes.getOrDefault(name, List.of()), live);
                if (!scratch.undecided().isEmpty()) {
                    tables.computeIfAbsent(name.schema(), schema -> new ArrayList<>())
                            .add(scratch);
                }
            }
        });
        return tables;
    }
}
