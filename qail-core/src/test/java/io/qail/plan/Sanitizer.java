package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.DataType;
import io.qail.schema.EnumType;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Sequence;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes out of a random schema what PostgreSQL would not accept. */
final class Sanitizer {

    private final SchemaBuilder builder;

    private Sanitizer(Schema schema) {
        this.builder = schema.toBuilder();
    }

    static Schema sanitize(Schema schema) {
        return new Sanitizer(schema).sanitize();
    }

    private Schema sanitize() {
        Set<ObjectName> noColumns = builder.tables.values().stream()
                .filter(table -> table.columns().isEmpty())
                .map(Table::name)
                .collect(Collectors.toSet());
        builder.tables.keySet().removeAll(noColumns);
        builder.sequences.values().removeIf(sequence -> !ownerExists(sequence));
        builder.tables.replaceAll((name, table) -> table.withColumns(
                table.columns().stream().map(column -> column(table, column)).toList()));
        builder.tables.replaceAll((name, table) -> table.withConstraints(table.constraints().stream()
                .filter(constraint -> holds(table, constraint))
                .toList()));
        builder.tables.replaceAll((name, table) -> keys(table));
        builder.tables.replaceAll((name, table) -> table.withConstraints(table.constraints().stream()
                .filter(constraint -> !(constraint instanceof ForeignKey key) || isSound(table, key))
                .toList()));
        builder.indexes.values().removeIf(index -> !isSound(index));
        Schema built = builder.build();
        builder.comments.keySet().removeIf(address -> !built.contains(address));
        return builder.build();
    }

    private boolean ownerExists(Sequence sequence) {
        Sequence.Owner owner = sequence.owner();
        if (owner == null) {
            return true;
        }
        Table table = builder.tables.get(owner.table());
        return table != null && table.column(owner.column()).isPresent();
    }

    private Column column(Table table, Column column) {
        Column sound = column;
        ObjectName enumName = column.type().userDefined();
        EnumType type = enumName == null ? null : builder.enums.get(enumName);
        if (enumName != null && type == null) {
            sound = sound.withType(DataType.builtIn("text")).withDefault(null);
        }
        if (sound.defaultValue() != null) {
            String text = sound.defaultValue().text();
            boolean lostSequence = text.startsWith("nextval(")
                    && builder.sequences.keySet().stream().noneMatch(name -> text.contains(name.sql()));
            boolean lostLabel = type != null
                    && type.labels().stream()
                            .noneMatch(label -> text.startsWith("'" + label.replace("'", "''") + "'::"));
            if (lostSequence || lostLabel) {
                sound = sound.withDefault(null);
            }
        }
        if (sound.generated() != null) {
            String source = sound.generated().expression().text();
            boolean found = table.columns().stream()
                    .anyMatch(other -> source.startsWith(Identifier.quote(other.name()) + " +")
                            && other.generated() == null
                            && Set.of("smallint", "integer", "bigint")
                                    .contains(other.type().name()));
            if (!found) {
                sound = sound.withGenerated(null);
            }
        }
        return sound.identity() == null ? sound : sound.withNotNull(true);
    }

    private boolean holds(Table table, Constraint constraint) {
        if (!constraint.columns().stream()
                .allMatch(column -> table.column(column).isPresent())) {
            return false;
        }
        return !constraint.definition().startsWith("CHECK")
                || table.columns().stream()
                        .anyMatch(column ->
                                constraint.definition().startsWith("CHECK (" + Identifier.quote(column.name()) + " IS")
                                        || constraint
                                                .definition()
                                                .startsWith("CHECK (" + Identifier.quote(column.name()) + "::"));
    }

    private static Table keys(Table table) {
        Optional<PrimaryKey> key = table.primaryKey();
        if (key.isEmpty()) {
            return table;
        }
        Table sound = table;
        for (String column : key.get().columns()) {
            sound = sound.changingColumn(column, old -> old.withNotNull(true));
        }
        return sound;
    }

    private boolean isSound(Table table, ForeignKey key) {
        Table target = builder.tables.get(key.target());
        if (target == null) {
            return false;
        }
        Optional<Column> from = table.column(key.columns().get(0));
        Optional<Column> to = target.column(key.targetColumns().get(0));
        boolean unique = target.constraints().stream()
                .anyMatch(constraint -> (constraint instanceof PrimaryKey || constraint instanceof UniqueConstraint)
                        && constraint.columns().equals(key.targetColumns()));
        return unique
                && from.isPresent()
                && to.isPresent()
                && from.get().generated() == null
                && from.get().type().equals(to.get().type());
    }

    private boolean isSound(Index index) {
        Table table = builder.tables.get(index.table());
        if (table == null) {
            return false;
        }
        List<String> texts = table.columns().stream()
                .filter(column -> Set.of("text", "character varying")
                        .contains(column.type().name()))
                .map(column -> "lower(" + Identifier.quote(column.name()) + ")")
                .toList();
        List<String> predicates = table.columns().stream()
                .map(column -> Identifier.quote(column.name()) + " IS NOT NULL")
                .toList();
        return index.keys().stream()
                        .allMatch(key -> key.column() == null
                                ? texts.contains(
                                        Objects.requireNonNull(key.expression()).text())
                                : table.column(key.column()).isPresent())
                && (index.where() == null || predicates.contains(index.where().text()));
    }
}
