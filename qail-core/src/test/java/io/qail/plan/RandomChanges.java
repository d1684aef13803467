package io.qail.plan;

import io.qail.error.SourcePosition;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Deferrability;
import io.qail.schema.EnumType;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.Generated;
import io.qail.schema.Identity;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.ReferentialAction;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Sequence;
import io.qail.schema.SequenceOptions;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Random schemas that PostgreSQL accepts, and random ways to change them; the same seed gives the same. */
final class RandomChanges {

    private static final SourcePosition HERE = new SourcePosition("random.qail", 1, 1);
    private static final List<String> NAMES =
            List.of("a", "b", "Mixed", "order", "blank name", "é", "q\"uote", "long_name");
    private static final List<DataType> TYPES = List.of(
            DataType.builtIn("smallint"),
            DataType.builtIn("integer"),
            DataType.builtIn("bigint"),
            DataType.builtIn("text"),
            new DataType(null, "character varying", "(20)", 0),
            new DataType(null, "character varying", "(40)", 0),
            new DataType(null, "numeric", "(10,2)", 0),
            new DataType(null, "numeric", "(12,2)", 0),
            DataType.builtIn("numeric"),
            DataType.builtIn("timestamp with time zone"),
            DataType.builtIn("timestamp without time zone"),
            DataType.builtIn("jsonb"),
            DataType.builtIn("boolean"));
    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");
    private static final Set<String> TEXTS = Set.of("text", "character varying");
    private static final List<String> LABELS = List.of("sad", "ok", "very happy", "it's", "meh", "Sad");

    private final Random random;
    private Schema schema = Schema.EMPTY;
    private Schema renamedBase = Schema.EMPTY;
    private final List<Statement> renames = new ArrayList<>();
    private int names;

    private RandomChanges(long seed) {
        this.random = new Random(seed);
    }

    /** A base and a change of it. */
    record Pair(Schema base, Change change) {}

    static Pair pair(long seed) {
        RandomChanges changes = new RandomChanges(seed);
        changes.times(2 + changes.random.nextInt(25));
        Schema base = changes.schema;
        changes.renamedBase = base;
        changes.renames.clear();
        changes.times(1 + changes.random.nextInt(12));
        return new Pair(base, new Change(changes.schema, changes.renames, List.of()));
    }

    private void times(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            schema = Sanitizer.sanitize(schema);
        }
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1 -> edit(builder -> addTable(builder));
            case 2 -> edit(builder -> remove(builder.tables.keySet()));
            case 3, 4 -> editTable((builder, table) -> addColumn(builder, table));
            case 5 -> editTable((builder, table) -> dropColumn(table));
            case 6 -> editTable((builder, table) -> retype(builder, table));
            case 7, 8 -> editTable((builder, table) -> alter(table));
            case 9, 10 -> editTable((builder, table) -> constrain(builder, table));
            case 11 -> editTable((builder, table) -> unconstrain(table));
            case 12 -> edit(this::changeIndexes);
            case 13 -> edit(this::changeTypesAndSequences);
            case 14 -> rename();
            default -> edit(this::changeComments);
        }
    }

    private interface TableEdit {
        Table apply(SchemaBuilder builder, Table table);
    }

    private void edit(java.util.function.Consumer<SchemaBuilder> edit) {
        SchemaBuilder builder = schema.toBuilder();
        edit.accept(builder);
        schema = builder.build();
    }

    private void editTable(TableEdit edit) {
        if (!schema.tables().isEmpty()) {
            edit(builder -> {
                Table table = pick(List.copyOf(builder.tables.values()));
                builder.tables.put(table.name(), edit.apply(builder, table));
            });
        }
    }

    private void addTable(SchemaBuilder builder) {
        if (random.nextInt(5) == 0) {
            builder.schemas.add("s1");
        }
        String schemaName = builder.schemas.contains("s1") && random.nextBoolean() ? "s1" : "public";
        Table table = new Table(ObjectName.of(schemaName, fresh("t")), List.of(), List.of());
        builder.tables.put(table.name(), table);
        int columns = 1 + random.nextInt(5);
        for (int i = 0; i < columns; i++) {
            table = addColumn(builder, table);
        }
        if (random.nextInt(3) > 0) {
            Column id = Column.of("id", DataType.builtIn(random.nextBoolean() ? "bigint" : "integer"))
                    .withNotNull(true);
            if (random.nextBoolean()) {
                id = id.withIdentity(new Identity(
                        random.nextBoolean(), SequenceOptions.defaults(id.type().sql())));
            }
            table = table.withColumn(id)
                    .withConstraint(
                            new PrimaryKey(fresh("pk"), List.of("id"), List.of(), Deferrability.NOT_DEFERRABLE));
        }
        builder.tables.put(table.name(), table);
    }

    private Table addColumn(SchemaBuilder builder, Table table) {
        Column column = Column.of(fresh("c"), type(builder));
        if (random.nextInt(4) == 0) {
            column = column.withDefault(defaultFor(builder, column.type()));
        }
        if (random.nextInt(6) == 0 && TEXTS.contains(column.type().name())) {
            column = column.withStorage("external");
        }
        if (random.nextInt(8) == 0) {
            List<Column> sources = table.columns().stream()
                    .filter(source -> source.generated() == null
                            && INTEGERS.contains(source.type().name()))
                    .toList();
            if (!sources.isEmpty()) {
                String source = io.qail.schema.Identifier.quote(pick(sources).name());
                column = Column.of(column.name(), DataType.builtIn("bigint"))
                        .withGenerated(new Generated(new Expression(source + " + " + random.nextInt(3)), true));
            }
        }
        if (random.nextInt(10) == 0) {
            ObjectName name = ObjectName.of(table.name().schema(), fresh("s"));
            column = Column.of(column.name(), DataType.builtIn("bigint"))
                    .withNotNull(true)
                    .withDefault(new Expression("nextval('" + name.sql().replace("'", "''") + "'::regclass)"));
            builder.sequences.put(
                    name,
                    new Sequence(
                            name,
                            "bigint",
                            SequenceOptions.defaults("bigint"),
                            new Sequence.Owner(table.name(), column.name())));
        }
        return table.withColumn(column);
    }

    private Table dropColumn(Table table) {
        return table.columns().isEmpty()
                ? table
                : table.withoutColumn(pick(table.columns()).name());
    }

    private Table retype(SchemaBuilder builder, Table table) {
        List<Column> columns = table.columns().stream()
                .filter(column -> column.generated() == null && column.identity() == null)
                .toList();
        if (columns.isEmpty()) {
            return table;
        }
        Column column = pick(columns);
        DataType type = type(builder);
        if (!castable(column.type(), type)) {
            return table;
        }
        return table.changingColumn(
                column.name(),
                old -> old.withType(type)
                        .withStorage(null)
                        .withDefault(random.nextBoolean() ? null : defaultFor(builder, type)));
    }

    private static boolean castable(DataType from, DataType to) {
        boolean numbers = isNumber(from) && isNumber(to);
        boolean texts = TEXTS.contains(to.name())
                || (TEXTS.contains(from.name()) && !to.name().equals("boolean"));
        boolean times = from.name().startsWith("timestamp") && to.name().startsWith("timestamp");
        boolean enums = from.schema() != null && to.schema() != null;
        return numbers || texts || times || enums;
    }

    private static boolean isNumber(DataType type) {
        return INTEGERS.contains(type.name()) || type.name().equals("numeric");
    }

    private Table alter(Table table) {
        if (table.columns().isEmpty()) {
            return table;
        }
        Column column = pick(table.columns());
        return table.changingColumn(column.name(), old -> switch (random.nextInt(5)) {
            case 0 -> old.withNotNull(!old.notNull());
            case 1 -> old.withDefault(null);
            case 2 ->
                old.generated() == null
                                && old.identity() == null
                                && INTEGERS.contains(old.type().name())
                        ? old.withDefault(null)
                                .withNotNull(true)
                                .withIdentity(new Identity(
                                        random.nextBoolean(),
                                        SequenceOptions.defaults(old.type().sql())))
                        : old.withIdentity(null);
            case 3 ->
                old.generated() == null
                        ? old
                        : random.nextBoolean()
                                ? old.withGenerated(null)
                                : old.withGenerated(new Generated(
                                        new Expression(
                                                old.generated().expression().text() + " + 1"),
                                        true));
            default -> TEXTS.contains(old.type().name()) ? old.withStorage(random.nextBoolean() ? "main" : null) : old;
        });
    }

    private Table constrain(SchemaBuilder builder, Table table) {
        if (table.columns().isEmpty()) {
            return table;
        }
        String column = pick(table.columns()).name();
        String other = pick(table.columns()).name();
        String quoted = io.qail.schema.Identifier.quote(column);
        return table.withConstraint(
                switch (random.nextInt(4)) {
                    case 0 ->
                        new UniqueConstraint(
                                fresh("u"),
                                column.equals(other) ? List.of(column) : List.of(column, other),
                                List.of(),
                                false,
                                Deferrability.NOT_DEFERRABLE);
                    case 1 -> new CheckConstraint(fresh("ck"), new Expression(quoted + " IS NOT NULL"), false);
                    case 2 -> new CheckConstraint(fresh("ck"), new Expression(quoted + "::text <> 'zz'"), false);
                    default ->
                        new ForeignKey(
                                fresh("fk"),
                                List.of(column),
                                pick(List.copyOf(builder.tables.values())).name(),
                                List.of("id"),
                                random.nextBoolean() ? ReferentialAction.CASCADE : ReferentialAction.NO_ACTION,
                                ReferentialAction.NO_ACTION,
                                false,
                                random.nextBoolean() ? Deferrability.INITIALLY_DEFERRED : Deferrability.NOT_DEFERRABLE);
                });
    }

    private Table unconstrain(Table table) {
        if (table.constraints().isEmpty()) {
            return table;
        }
        var constraint = pick(table.constraints());
        Table without = table.withoutConstraint(constraint.name());
        return random.nextBoolean() ? without : without.withConstraint(constraint.withName(fresh("n")));
    }

    private void changeIndexes(SchemaBuilder builder) {
        if (random.nextInt(3) == 0) {
            remove(builder.indexes.keySet());
            return;
        }
        if (random.nextInt(3) == 0 && !builder.indexes.isEmpty()) {
            Index index = pick(List.copyOf(builder.indexes.values()));
            builder.indexes.remove(index.name());
            Index renamed = index.withName(index.name().withName(fresh("i")));
            builder.indexes.put(renamed.name(), renamed);
            return;
        }
        if (builder.tables.isEmpty()) {
            return;
        }
        Table table = pick(List.copyOf(builder.tables.values()));
        if (table.columns().isEmpty()) {
            return;
        }
        Column column = pick(table.columns());
        String quoted = io.qail.schema.Identifier.quote(column.name());
        IndexKey key = TEXTS.contains(column.type().name()) && random.nextBoolean()
                ? IndexKey.expression(new Expression("lower(" + quoted + ")"))
                : IndexKey.column(column.name());
        ObjectName name = ObjectName.of(table.name().schema(), fresh("i"));
        builder.indexes.put(
                name,
                new Index(
                        name,
                        table.name(),
                        random.nextInt(4) == 0,
                        false,
                        "btree",
                        List.of(key),
                        List.of(),
                        false,
                        random.nextBoolean() ? null : new Expression(quoted + " IS NOT NULL")));
    }

    private void changeTypesAndSequences(SchemaBuilder builder) {
        ObjectName name = ObjectName.of("public", fresh("e"));
        switch (random.nextInt(6)) {
            case 0 -> builder.enums.put(name, new EnumType(name, labels()));
            case 1, 2, 3 -> {
                if (!builder.enums.isEmpty()) {
                    EnumType type = pick(List.copyOf(builder.enums.values()));
                    List<String> labels = new ArrayList<>(type.labels());
                    for (String label : labels()) {
                        if (!labels.contains(label)) {
                            labels.add(random.nextInt(labels.size() + 1), label);
                        }
                    }
                    builder.enums.put(
                            type.name(), new EnumType(type.name(), random.nextInt(3) == 0 ? labels() : labels));
                }
            }
            case 4 -> {
                ObjectName sequence = ObjectName.of("public", fresh("s"));
                builder.sequences.put(
                        sequence, new Sequence(sequence, "integer", SequenceOptions.defaults("integer", -2), null));
            }
            default -> {
                if (!builder.sequences.isEmpty()) {
                    Sequence sequence = pick(List.copyOf(builder.sequences.values()));
                    String type = sequence.type().equals("bigint") ? "integer" : "bigint";
                    builder.sequences.put(
                            sequence.name(),
                            new Sequence(sequence.name(), type, SequenceOptions.defaults(type, 3), sequence.owner()));
                }
            }
        }
    }

    private void changeComments(SchemaBuilder builder) {
        if (random.nextInt(3) == 0 && !builder.comments.isEmpty()) {
            builder.comments.remove(pick(List.copyOf(builder.comments.keySet())));
            return;
        }
        List<ObjectAddress> targets = new ArrayList<>();
        builder.tables.values().forEach(table -> {
            targets.add(ObjectAddress.table(table.name()));
            table.columns().forEach(column -> targets.add(ObjectAddress.column(table.name(), column.name())));
            table.constraints().forEach(part -> targets.add(ObjectAddress.constraint(table.name(), part.name())));
        });
        builder.indexes.keySet().forEach(name -> targets.add(ObjectAddress.index(name)));
        builder.enums.keySet().forEach(name -> targets.add(ObjectAddress.of(ObjectKind.ENUM, name)));
        builder.sequences.keySet().forEach(name -> targets.add(ObjectAddress.of(ObjectKind.SEQUENCE, name)));
        if (!targets.isEmpty()) {
            builder.comments.put(pick(targets), "it's " + random.nextInt(10) + " \\ here");
        }
    }

    private void rename() {
        if (schema.tables().isEmpty()) {
            return;
        }
        Table table = pick(List.copyOf(schema.tables().values()));
        Statement rename;
        if (random.nextBoolean() || table.columns().isEmpty()) {
            rename = new Statement.RenameTable(HERE, table.name(), table.name().withName(fresh("r")));
        } else {
            Column column = pick(table.columns());
            if (column.name().equals("id")) {
                return;
            }
            rename = new Statement.RenameColumn(HERE, table.name(), column.name(), fresh("r"));
        }
        // A rename of what the change itself made is no step of the way.
        if (isOfBase(table, rename)) {
            renames.add(rename);
            renamedBase = Renaming.apply(renamedBase, rename);
        }
        schema = Renaming.apply(schema, rename);
    }

    private boolean isOfBase(Table table, Statement rename) {
        Table base = renamedBase.tables().get(table.name());
        return base != null
                && (!(rename instanceof Statement.RenameColumn column)
                        || base.column(column.from()).isPresent());
    }

    private void remove(Set<ObjectName> names) {
        if (!names.isEmpty()) {
            names.remove(pick(List.copyOf(names)));
        }
    }

    private DataType type(SchemaBuilder builder) {
        return !builder.enums.isEmpty() && random.nextInt(4) == 0
                ? DataType.of(pick(List.copyOf(builder.enums.keySet())))
                : pick(TYPES);
    }

    private Expression defaultFor(SchemaBuilder builder, DataType type) {
        ObjectName enumName = type.userDefined();
        if (enumName != null) {
            String label =
                    pick(Objects.requireNonNull(builder.enums.get(enumName)).labels());
            return new Expression("'" + label.replace("'", "''") + "'::" + type.sql());
        }
        return new Expression(
                isNumber(type)
                        ? "" + random.nextInt(9)
                        : switch (type.name()) {
                            case "jsonb" -> "'{}'::jsonb";
                            case "boolean" -> "true";
                            case "text", "character varying" -> "'it''s'";
                            default -> "now()";
                        });
    }

    private List<String> labels() {
        Set<String> labels = new TreeSet<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            labels.add(pick(LABELS));
        }
        return List.copyOf(labels);
    }

    private String fresh(String kind) {
        return pick(NAMES) + "_" + kind + names++;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
