package io.qail.catalog;

import io.qail.error.EnvironmentException;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Table;
import io.qail.schema.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether two texts of an expression mean the same: equal texts do; where they differ, PostgreSQL decides.
 *
 * <ol>
 *   <li>Tables whose declared and live texts are equal are done.
 *   <li>Temporary tables take up the other declared texts, read as QAIL's own run would read them: under
 *       {@code search_path = <default schema>, public}. Types and defaults, which look at no column, of all tables go into one;
 *       the rest of each table, with its indexes, triggers, policies and statistics, goes into one of its own. Views, routines,
 *       aggregates, domains and composite types are made as temporary ones; their bodies are not looked at.
 *   <li>They are read back by the reader of the live catalogs. A text that is printed as the live one is the live one. A
 *       text that PostgreSQL refuses is not.
 *   <li>Everything is rolled back to a savepoint.
 * </ol>
 */
public final class ExpressionEquivalence {

    /** A table takes 1,600 columns, and fewer are easier to halve. */
    private static final int COLUMNS_AT_ONCE = 500;

    /** One refused text makes as many tables be tried again. */
    private static final int TABLES_AT_ONCE = 50;

    private final Schema live;
    private final Scratch scratch;

    private ExpressionEquivalence(Schema live, Scratch scratch) {
        this.live = live;
        this.scratch = scratch;
    }

    /**
     * The declared schema, with every default, check, generated column, index key, predicate, collation, storage, type, query,
     * condition, partition key and bound that means the same as its live counterpart in the words of the live schema, and with what the declaration leaves open
     * as it is there. What differs stays as declared, and so does what only one of the two has.
     *
     * <p>Takes no lock on a user's table but ACCESS SHARE on what a view, or a materialized view's index, is about, and changes
     * nothing. Needs the TEMPORARY privilege where texts differ. Works in a
     * running transaction.
     *
     * @param declared with its types resolved
     * @param live as {@link Catalog} read it
     * @throws EnvironmentException where the role may not make temporary tables
     */
    public static Schema inLiveWords(Connection connection, Schema declared, Schema live, String defaultSchema) {
        Schema settled = OpenChoices.settle(declared, live);
        if (samples(settled, live).isEmpty()
                && scratchTables(settled, live).isEmpty()
                && scratchObjects(settled, live).isEmpty()
                && ScratchPartition.of(settled, live).isEmpty()) {
            return settled;
        }
        return CatalogSession.attempt(connection, jdbc -> {
            checkPrivilege(jdbc);
            Scratch scratch = new Scratch(connection, jdbc, Identifier.quote(defaultSchema) + ", public, pg_temp");
            ExpressionEquivalence equivalence = new ExpressionEquivalence(live, scratch);
            return equivalence.objects(equivalence.partitions(equivalence.tables(equivalence.columns(settled))));
        });
    }

    /**
     * The declared schema in live words, as {@link #inLiveWords} gives it, but with everything left open that the declaration
     * leaves open: the same declaration, only written as PostgreSQL writes it.
     */
    public static Schema rephrase(Connection connection, Schema declared, Schema live, String defaultSchema) {
        return keepingOpenChoices(inLiveWords(connection, declared, live, defaultSchema), declared);
    }

    /** What {@link #inLiveWords} made of the declaration, or of a part of it, with its open choices left open again. */
    public static Schema keepingOpenChoices(Schema inLiveWords, Schema declared) {
        return OpenChoices.reopen(inLiveWords, declared);
    }

    /** A column's type and default; equal ones of many tables are tried once. */
    private record Sample(DataType type, @Nullable Expression defaultValue) {

        String sql(String name) {
            return name + " " + type.sql() + (defaultValue == null ? "" : " DEFAULT (" + defaultValue + "\n)");
        }
    }

    private static List<Sample> samples(Schema declared, Schema live) {
        Set<Sample> samples = new LinkedHashSet<>();
        pairwise(declared, live, (column, liveColumn) -> {
            if (!column.type().equals(liveColumn.type())) {
                samples.add(new Sample(column.type(), null));
            }
            if (isOtherDefault(column, liveColumn)) {
                samples.add(new Sample(liveColumn.type(), column.defaultValue()));
            }
            return column;
        });
        return List.copyOf(samples);
    }

    private static boolean isOtherDefault(Column declared, Column live) {
        return declared.defaultValue() != null
                && live.defaultValue() != null
                && !declared.defaultValue().equals(live.defaultValue());
    }

    private Schema columns(Schema declared) throws SQLException {
        List<Sample> samples = samples(declared, live);
        Map<Sample, Column> printed = new HashMap<>();
        for (int from = 0; from < samples.size(); from += COLUMNS_AT_ONCE) {
            printed.putAll(print(samples.subList(from, Math.min(from + COLUMNS_AT_ONCE, samples.size()))));
        }
        return pairwise(declared, live, (column, liveColumn) -> {
            Column type = printed.get(new Sample(column.type(), null));
            Column defaultValue = printed.get(new Sample(liveColumn.type(), column.defaultValue()));
            boolean sameType = type != null && type.type().equals(liveColumn.type());
            boolean sameDefault = isOtherDefault(column, liveColumn)
                    && defaultValue != null
                    && Objects.equals(defaultValue.defaultValue(), liveColumn.defaultValue());
            Column result = sameType ? column.withType(liveColumn.type()) : column;
            return sameDefault ? result.withDefault(liveColumn.defaultValue()) : result;
        });
    }

    private Map<Sample, Column> print(List<Sample> samples) throws SQLException {
        List<Sample> accepted = new ArrayList<>();
        Schema shown = scratch.show(() -> accepted.addAll(scratch.create(
                samples,
                some -> List.of(IntStream.range(0, some.size())
                        .mapToObj(i -> some.get(i).sql("c" + i))
                        .collect(Collectors.joining(", ", "CREATE TEMPORARY TABLE samples (", ")"))))));
        Map<Sample, Column> printed = new HashMap<>();
        for (Table table : shown.tables().values()) {
            for (int i = 0; table.name().name().equals("samples") && i < accepted.size(); i++) {
                printed.put(accepted.get(i), table.columns().get(i));
            }
        }
        return printed;
    }

    private Schema tables(Schema declared) throws SQLException {
        SchemaBuilder result = declared.toBuilder();
        // Names of relations are unique within one schema only, and all scratch tables lie in one.
        for (List<ScratchTable> ofSchema : scratchTables(declared, live).values()) {
            List<ScratchTable.Part> accepted = new ArrayList<>();
            Schema printed = scratch.show(() -> {
                for (int from = 0; from < ofSchema.size(); from += TABLES_AT_ONCE) {
                    accepted.addAll(scratch.create(
                            ofSchema.subList(from, Math.min(from + TABLES_AT_ONCE, ofSchema.size())).stream()
                                    .flatMap(table -> table.undecided().stream())
                                    .toList(),
                            ExpressionEquivalence::statements));
                }
            });
            byTable(accepted).forEach((table, parts) -> table.putInLiveWords(parts, printed, result));
        }
        return result.build();
    }

    private Schema partitions(Schema declared) throws SQLException {
        SchemaBuilder result = declared.toBuilder();
        List<ScratchPartition> accepted = new ArrayList<>();
        Schema printed = show(ScratchPartition.of(declared, live), ScratchPartition::statements, accepted);
        for (ScratchPartition part : accepted) {
            Table other = live.tables().get(part.table());
            result.tables.computeIfPresent(
                    part.table(), (name, table) -> other == null ? table : part.inLiveWords(table, other, printed));
        }
        return result.build();
    }

    private Schema objects(Schema declared) throws SQLException {
        SchemaBuilder result = declared.toBuilder();
        for (List<ScratchObject> ofSchema : scratchObjects(declared, live).values()) {
            List<ScratchObject> accepted = new ArrayList<>();
            Schema printed = show(ofSchema, ScratchObject::statements, accepted);
            for (ScratchObject object : accepted) {
                result.put(object.inLiveWords(scratch.temporarySchema(), printed));
            }
        }
        return result.build();
    }

    private <T> Schema show(List<T> parts, Function<T, List<String>> statements, List<T> accepted) throws SQLException {
        if (parts.isEmpty()) {
            return Schema.EMPTY;
        }
        return scratch.show(() -> {
            for (int from = 0; from < parts.size(); from += TABLES_AT_ONCE) {
                accepted.addAll(scratch.create(
                        parts.subList(from, Math.min(from + TABLES_AT_ONCE, parts.size())),
                        some -> some.stream()
                                .flatMap(part -> statements.apply(part).stream())
                                .toList()));
            }
        });
    }

    private static List<String> statements(List<ScratchTable.Part> parts) {
        return byTable(parts).entrySet().stream()
                .flatMap(entry -> entry.getKey().statements(entry.getValue()).stream())
                .toList();
    }

    private static Map<ScratchTable, List<ObjectAddress>> byTable(List<ScratchTable.Part> parts) {
        Map<ScratchTable, List<ObjectAddress>> byTable = new LinkedHashMap<>();
        for (ScratchTable.Part part : parts) {
            byTable.computeIfAbsent(part.table(), table -> new ArrayList<>()).add(part.object());
        }
        return byTable;
    }

    /** By schema, those that have something to decide. */
    private static SortedMap<String, List<ScratchTable>> scratchTables(Schema declared, Schema live) {
        Map<ObjectName, List<Index>> indexes =
                declared.indexes().values().stream().collect(Collectors.groupingBy(Index::table));
        Map<ObjectName, List<SchemaObject>> attached = new HashMap<>();
        for (SchemaObject object : declared.objects().values()) {
            ObjectName relation = ScratchAttachments.relation(object);
            if (relation != null) {
                attached.computeIfAbsent(relation, name -> new ArrayList<>()).add(object);
            }
        }
        SortedMap<String, List<ScratchTable>> tables = new TreeMap<>();
        Consumer<ScratchTable> add = table -> {
            if (!table.undecided().isEmpty()) {
                tables.computeIfAbsent(table.schema(), schema -> new ArrayList<>())
                        .add(table);
            }
        };
        declared.tables().forEach((name, table) -> {
            Table other = live.tables().get(name);
            List<Index> own = indexes.getOrDefault(name, List.of());
            List<SchemaObject> parts = attached.getOrDefault(name, List.of());
            if (other != null && !(table.equals(other) && areLive(own, parts, live))) {
                add.accept(new ScratchTable(table, other, own, parts, live));
            }
        });
        for (View view : declared.objects(View.class)) {
            ObjectName name = view.name();
            if (live.view(name).isPresent()) {
                Table columns = new Table(name, List.of(), List.of());
                add.accept(new ScratchTable(
                        columns,
                        columns,
                        indexes.getOrDefault(name, List.of()),
                        attached.getOrDefault(name, List.of()),
                        live));
            }
        }
        return tables;
    }

    /** Most tables have nothing to decide, and that is told without a look at each column. */
    private static boolean areLive(List<Index> indexes, List<SchemaObject> objects, Schema live) {
        return indexes.stream().allMatch(index -> index.equals(live.indexes().get(index.name())))
                && objects.stream()
                        .allMatch(object -> object.equals(live.objects().get(object.address())));
    }

    /** By schema, those that differ. */
    private static SortedMap<String, List<ScratchObject>> scratchObjects(Schema declared, Schema live) {
        SortedMap<String, List<ScratchObject>> objects = new TreeMap<>();
        declared.objects().forEach((address, object) -> {
            SchemaObject other = live.objects().get(address);
            if (other != null && !other.equals(object) && ScratchAttachments.relation(object) == null) {
                objects.computeIfAbsent(object.schema(), schema -> new ArrayList<>())
                        .add(new ScratchObject(object, other));
            }
        });
        return objects;
    }

    /** The declared schema with each column that is live too, and another one, replaced by what the function makes of both. */
    private static Schema pairwise(Schema declared, Schema live, BinaryOperator<Column> change) {
        SchemaBuilder result = declared.toBuilder();
        result.tables.replaceAll((name, table) -> {
            Table other = live.tables().get(name);
            return other == null || other.equals(table) ? table : pairwise(table, other, change);
        });
        return result.build();
    }

    private static Table pairwise(Table declared, Table live, BinaryOperator<Column> change) {
        Map<String, Column> liveColumns =
                live.columns().stream().collect(Collectors.toMap(Column::name, column -> column));
        return declared.withColumns(declared.columns().stream()
                .map(column -> {
                    Column other = liveColumns.get(column.name());
                    return other == null ? column : change.apply(column, other);
                })
                .toList());
    }

    private static void checkPrivilege(JdbcTemplate jdbc) {
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
}
