package io.qail.language;

import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.DataType;
import io.qail.schema.Deferrability;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.Generated;
import io.qail.schema.Identifier;
import io.qail.schema.Identity;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.ReferentialAction;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Sequence;
import io.qail.schema.SequenceOptions;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Random tables with their sequences and indexes. */
final class RandomTables {

    private final Random random;
    private final RandomNames names;
    private final RandomTypes types;
    private final SchemaBuilder builder;

    RandomTables(Random random, RandomNames names, RandomTypes types, SchemaBuilder builder) {
        this.random = random;
        this.names = names;
        this.types = types;
        this.builder = builder;
    }

    void add(ObjectName name) {
        Map<String, RandomTypes.Sample> samples = new TreeMap<>();
        List<Column> columns = new ArrayList<>();
        List<Constraint> constraints = new ArrayList<>();
        for (int i = random.nextInt(7); i >= 0; i--) {
            columns.add(column(name, samples));
        }
        primaryKey(name, columns, samples, constraints);
        for (int i = random.nextInt(3); i > 0; i--) {
            unique(name, columns, samples, constraints);
            check(name, columns, samples, constraints);
        }
        exclusion(name, columns, constraints);
        for (int i = random.nextInt(3); i > 0; i--) {
            foreignKey(name, columns, constraints);
        }
        Table table = new Table(name, columns, constraints);
        builder.tables.put(name, table);
        for (int i = random.nextInt(3); i > 0; i--) {
            index(table, samples);
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Column column(ObjectName table, Map<String, RandomTypes.Sample> samples) {
        String name = names.free("columns of " + table);
        RandomTypes.Sample sample = types.any();
        Column column = Column.of(name, sample.type()).withNotNull(oneIn(3));
        samples.put(name, sample);
        if (sample.type().equals(DataType.builtIn("text")) && oneIn(3)) {
            column = column.withCollation(ObjectName.of("pg_catalog", "C"))
                    .withStorage("external")
                    .withCompression("pglz");
        }
        if (Set.of("integer", "bigint", "smallint").contains(sample.type().sql()) && oneIn(2)) {
            return counted(table, column);
        }
        if (!sample.defaults().isEmpty() && oneIn(2)) {
            return column.withDefault(new Expression(any(sample.defaults())));
        }
        if (sample.type().equals(DataType.builtIn("bigint"))) {
            return column.withGenerated(new Generated(new Expression("(1)::bigint + length(')')"), true));
        }
        return column;
    }

    private Column counted(ObjectName table, Column column) {
        String type = column.type().name();
        if (oneIn(2)) {
            SequenceOptions options =
                    oneIn(2) ? SequenceOptions.defaults(type) : new SequenceOptions(100, 10, 1, 30_000, 1, false);
            return column.withNotNull(true).withIdentity(new Identity(oneIn(2), options));
        }
        Sequence sequence = SerialColumn.sequence(table, column);
        if (!names.take("in " + table.schema(), sequence.name().name())) {
            return column;
        }
        boolean unlike = oneIn(4);
        SequenceOptions options = unlike ? SequenceOptions.defaults(type, 2) : sequence.options();
        builder.sequences.put(sequence.name(), new Sequence(sequence.name(), type, options, sequence.owner()));
        return column.withNotNull(!oneIn(4)).withDefault(SerialColumn.nextValue(sequence.name()));
    }

    /** Columns that a B-tree can order, none of them generated. */
    private static List<String> ordered(List<Column> columns, Map<String, RandomTypes.Sample> samples) {
        return columns.stream()
                .filter(column -> column.generated() == null)
                .map(Column::name)
                .filter(name -> samples.containsKey(name) && samples.get(name).isKey())
                .toList();
    }

    private List<String> some(List<String> from) {
        int count = Math.min(from.size(), 1 + random.nextInt(2));
        int first = random.nextInt(from.size() - count + 1);
        return from.subList(first, first + count);
    }

    /** The constraint under the name that it would get, or under another one; nothing when that name is taken. */
    private void named(ObjectName table, List<Column> columns, List<Constraint> constraints, Constraint constraint) {
        Set<String> all = columns.stream().map(Column::name).collect(Collectors.toSet());
        String name =
                oneIn(3) ? names.free("in " + table.schema()) : ConstraintNames.plain(table.name(), all, constraint);
        boolean written = constraints.stream().anyMatch(other -> other.name().equals(name));
        boolean own = !name.equals(ConstraintNames.plain(table.name(), all, constraint));
        if (!written && (own || names.take("in " + table.schema(), name))) {
            constraints.add(constraint.withName(name));
        }
    }

    private void primaryKey(
            ObjectName table,
            List<Column> columns,
            Map<String, RandomTypes.Sample> samples,
            List<Constraint> constraints) {
        List<String> candidates = ordered(columns, samples);
        if (candidates.isEmpty() || oneIn(4)) {
            return;
        }
        List<String> key = some(candidates);
        named(table, columns, constraints, new PrimaryKey("", key, List.of(), Deferrability.NOT_DEFERRABLE));
        if (!constraints.isEmpty()) {
            columns.replaceAll(column -> key.contains(column.name()) ? column.withNotNull(true) : column);
        }
    }

    private void unique(
            ObjectName table,
            List<Column> columns,
            Map<String, RandomTypes.Sample> samples,
            List<Constraint> constraints) {
        List<String> candidates = ordered(columns, samples);
        if (candidates.isEmpty()) {
            return;
        }
        List<String> key = some(candidates);
        // CREATE TABLE makes one index of two equal keys, without a word.
        if (constraints.stream().anyMatch(other -> other.columns().equals(key))) {
            return;
        }
        List<String> include = candidates.stream()
                .filter(column -> !key.contains(column) && oneIn(4))
                .toList();
        named(
                table,
                columns,
                constraints,
                new UniqueConstraint("", key, include, false, any(List.of(Deferrability.values()))));
    }

    private void check(
            ObjectName table,
            List<Column> columns,
            Map<String, RandomTypes.Sample> samples,
            List<Constraint> constraints) {
        Column column = any(columns);
        RandomTypes.Sample sample = samples.get(column.name());
        if (sample != null && sample.check() != null) {
            String condition = sample.check().replace("%s", Identifier.quote(column.name()));
            String written = oneIn(4) ? "(" + condition + ") OR ('}' = ')')" : condition;
            named(table, columns, constraints, new CheckConstraint("", new Expression(written), oneIn(5)));
        }
    }

    private void exclusion(ObjectName table, List<Column> columns, List<Constraint> constraints) {
        Optional<Column> range = columns.stream()
                .filter(column -> column.type().sql().endsWith("range"))
                .findFirst();
        if (range.isPresent() && oneIn(2)) {
            IndexKey key = IndexKey.column(range.get().name());
            Expression where = new Expression(Identifier.quote(range.get().name()) + " IS NOT NULL");
            named(
                    table,
                    columns,
                    constraints,
                    new ExclusionConstraint(
                            "",
                            "gist",
                            List.of(new ExclusionConstraint.Element(key, "&&")),
                            oneIn(2) ? where : null,
                            any(List.of(Deferrability.values()))));
        }
    }

    private void foreignKey(ObjectName table, List<Column> columns, List<Constraint> constraints) {
        List<Table> targets = builder.tables.values().stream()
                .filter(candidate -> candidate.primaryKey().isPresent())
                .toList();
        if (targets.isEmpty()) {
            return;
        }
        Table target = any(targets);
        List<String> referenced = target.primaryKey().orElseThrow().columns();
        List<String> own = new ArrayList<>();
        for (String column : referenced) {
            String name = names.free("columns of " + table);
            own.add(name);
            columns.add(Column.of(name, target.column(column).orElseThrow().type()));
        }
        named(
                table,
                columns,
                constraints,
                new ForeignKey(
                        "",
                        own,
                        target.name(),
                        referenced,
                        any(List.of(ReferentialAction.values())),
                        any(List.of(ReferentialAction.values())),
                        oneIn(4),
                        any(List.of(Deferrability.values()))));
    }

    private void index(Table table, Map<String, RandomTypes.Sample> samples) {
        Column column = any(table.columns());
        RandomTypes.Sample sample = samples.get(column.name());
        if (sample == null || sample.method() == null) {
            return;
        }
        boolean text = column.type().equals(DataType.builtIn("text"));
        Expression lower = new Expression("lower(" + Identifier.quote(column.name()) + ")");
        IndexKey key = IndexKey.column(column.name());
        if (sample.isKey() && oneIn(2)) {
            key = new IndexKey(column.name(), null, null, null, oneIn(2), oneIn(2));
        } else if (text) {
            key = oneIn(2)
                    ? IndexKey.expression(lower)
                    : new IndexKey(
                            null,
                            new Expression("(" + lower + " || 'x')"),
                            ObjectName.of("pg_catalog", "C"),
                            "text_pattern_ops",
                            true,
                            false);
        }
        ObjectName name = table.name().withName(names.free("in " + table.name().schema()));
        builder.indexes.put(
                name,
                new Index(
                        name,
                        table.name(),
                        sample.isKey() && oneIn(3),
                        oneIn(4),
                        sample.method(),
                        List.of(key),
                        List.of(),
                        false,
                        oneIn(3) ? new Expression(Identifier.quote(column.name()) + " IS NOT NULL") : null));
    }
}
