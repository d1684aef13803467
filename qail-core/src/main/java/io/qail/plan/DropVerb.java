package io.qail.plan;

import io.qail.language.Suggestion;
import io.qail.schema.Constraint;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import io.qail.schema.Statistics;
import io.qail.schema.Table;
import io.qail.schema.View;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code drop} in a versioned script, with what PostgreSQL takes along. */
final class DropVerb {

    private final FoldedSchema schema;

    DropVerb(FoldedSchema schema) {
        this.schema = schema;
    }

    void apply(Statement.Drop written) {
        WrittenAddress names = new WrittenAddress(schema.builder, schema.defaultSchema);
        ObjectAddress target = names.actualOfKind(written.target());
        Statement.Drop drop = new Statement.Drop(written.position(), target, written.confirmed());
        SchemaBuilder builder = schema.builder;
        ObjectName name = target.name();
        if (target.kind().isRoutine() && names.candidates(target).size() > 1) {
            schema.error(
                    drop.position(),
                    "there are several routines " + schema.display(name),
                    "write one of: "
                            + names.candidates(target).stream()
                                    .map(address -> "drop " + SchemaNames.dropTarget(address, schema.defaultSchema))
                                    .collect(Collectors.joining(", ")));
            return;
        }
        switch (target.kind()) {
            case TABLE -> schema.table(drop.position(), name).ifPresent(table -> table(drop, table));
            case COLUMN ->
                schema.tableInsteadOf(name, member(target))
                        .ifPresentOrElse(
                                table -> tableOfSchema(drop, table),
                                () -> schema.column(drop.position(), name, member(target))
                                        .ifPresent(column -> column(drop, name, column.name())));
            case CONSTRAINT -> schema.table(drop.position(), name).ifPresent(table -> constraint(drop, table));
            case INDEX -> remove(drop, builder.indexes.remove(name), builder.indexes.keySet());
            case ENUM -> remove(drop, builder.enums.remove(name), builder.enums.keySet());
            case SEQUENCE -> remove(drop, builder.sequences.remove(name), builder.sequences.keySet());
            case EXTENSION ->
                remove(drop, builder.extensions.remove(name.name()), globals(builder.extensions.keySet()));
            case SCHEMA ->
                remove(drop, builder.schemas.remove(name.name()) ? Boolean.TRUE : null, globals(builder.schemas));
            default -> object(drop);
        }
    }

    private void object(Statement.Drop drop) {
        ObjectAddress target = drop.target();
        Set<ObjectName> others = schema.builder.objects.keySet().stream()
                .filter(address -> address.kind() == target.kind())
                .map(ObjectAddress::name)
                .collect(Collectors.toSet());
        SchemaObject removed = schema.builder.objects.remove(target);
        remove(drop, removed, others);
        if (removed instanceof View view) {
            dropIndexes(drop, index -> index.table().equals(view.name()));
            dropMembers(drop, view.name());
        }
    }

    /** Triggers and policies go with their table, statistics as well, and the privileges on all of them. */
    private void dropMembers(Statement.Drop drop, ObjectName table) {
        for (SchemaObject object : List.copyOf(schema.builder.objects.values())) {
            boolean member = object.address().kind().isMember()
                    && object.address().name().equals(table);
            if (member
                    || (object instanceof Statistics statistics
                            && statistics.table().equals(table))) {
                schema.builder.objects.remove(object.address());
                forget(drop, object.address());
            }
        }
        schema.builder.grants.removeIf(grant -> grant.target().kind() == ObjectKind.COLUMN
                && grant.target().name().equals(table));
        schema.builder.comments.keySet().removeIf(address -> table.equals(SetComment.tableOf(address)));
    }

    private void tableOfSchema(Statement.Drop drop, ObjectName table) {
        schema.error(
                drop.position(),
                "there is no table " + schema.display(drop.target().name()),
                "for the table of a schema write: drop table " + schema.display(table));
    }

    private void remove(Statement.Drop drop, @Nullable Object removed, Set<ObjectName> others) {
        ObjectAddress target = drop.target();
        if (removed == null) {
            schema.error(
                    drop.position(),
                    "there is no " + SchemaNames.word(target.kind()) + " " + schema.display(target),
                    indexOfConstraint(target)
                            .orElse(Suggestion.didYouMean(
                                    schema.display(target),
                                    others.stream().map(schema::display).toList())));
            return;
        }
        forget(drop, target);
    }

    /** People look for the index of a key by its name. */
    private Optional<@Nullable String> indexOfConstraint(ObjectAddress target) {
        if (target.kind() != ObjectKind.INDEX) {
            return Optional.empty();
        }
        return schema.builder.tables.values().stream()
                .filter(table -> table.name().schema().equals(target.name().schema())
                        && table.constraint(target.name().name()).isPresent())
                .findFirst()
                .map(table -> "it belongs to a constraint: alter " + schema.display(table.name()) + " drop constraint "
                        + Identifier.quote(target.name().name()));
    }

    private void constraint(Statement.Drop drop, Table table) {
        String name = member(drop.target());
        if (table.constraint(name).isEmpty()) {
            schema.error(
                    drop.position(),
                    "the table " + schema.display(table.name()) + " has no constraint " + Identifier.quote(name),
                    Suggestion.didYouMean(
                            name,
                            table.constraints().stream().map(Constraint::name).toList()));
            return;
        }
        schema.change(table.name(), old -> old.withoutConstraint(name));
        forget(drop, drop.target());
    }

    private void column(Statement.Drop drop, ObjectName table, String column) {
        if (schema.isMade(drop.target())) {
            schema.error(
                    drop.position(),
                    "the column " + schema.display(drop.target()) + " is added and dropped in the same version",
                    null);
        }
        Set<String> gone = Set.of(column);
        schema.change(table, old -> {
            Table changed = old.withoutColumn(column);
            for (Constraint constraint : old.constraints()) {
                if (ColumnUse.of(constraint, gone)) {
                    changed = changed.withoutConstraint(constraint.name());
                    forget(drop, ObjectAddress.constraint(table, constraint.name()));
                }
            }
            return changed;
        });
        dropIndexes(drop, index -> index.table().equals(table) && ColumnUse.of(index, gone));
        for (Statistics statistics : schema.builder.build().objects(Statistics.class)) {
            boolean stands = statistics.table().equals(table) && new ObjectUse(statistics).usesColumn(table, column);
            if (stands) {
                schema.builder.objects.remove(statistics.address());
                forget(drop, statistics.address());
            }
        }
        dropSequences(
                drop, owner -> owner.table().equals(table) && owner.column().equals(column));
        forget(drop, drop.target());
    }

    private void table(Statement.Drop drop, Table table) {
        ObjectName name = table.name();
        if (schema.isMade(drop.target())) {
            schema.error(
                    drop.position(),
                    "the table " + schema.display(name) + " is made and dropped in the same version",
                    null);
        }
        schema.builder.tables.remove(name);
        dropIndexes(drop, index -> index.table().equals(name));
        dropSequences(drop, owner -> owner.table().equals(name));
        dropMembers(drop, name);
        forget(drop, drop.target());
    }

    private void dropIndexes(Statement.Drop drop, Predicate<Index> goes) {
        for (Index index : List.copyOf(schema.builder.indexes.values())) {
            if (goes.test(index)) {
                schema.builder.indexes.remove(index.name());
                forget(drop, ObjectAddress.index(index.name()));
            }
        }
    }

    private void dropSequences(Statement.Drop drop, Predicate<Sequence.Owner> goes) {
        for (Sequence sequence : List.copyOf(schema.builder.sequences.values())) {
            if (sequence.owner() != null && goes.test(sequence.owner())) {
                schema.builder.sequences.remove(sequence.name());
                forget(drop, ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name()));
            }
        }
    }

    private void forget(Statement.Drop drop, ObjectAddress address) {
        schema.builder.comments.remove(address);
        schema.builder.grants.removeIf(grant -> grant.target().equals(address));
        schema.dropped.put(address, drop.position());
    }

    private static String member(ObjectAddress address) {
        return Objects.requireNonNull(address.member());
    }

    private static Set<ObjectName> globals(Set<String> names) {
        return names.stream().map(ObjectName::global).collect(Collectors.toSet());
    }
}
