package io.qail.plan;

import io.qail.error.ScriptException;
import io.qail.error.SourcePosition;
import io.qail.language.SchemaReader;
import io.qail.language.SchemaRules;
import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks the schema that a script leads to as a whole, and says what is wrong at the statement that brought it about. */
final class FoldCompletion {

    private final FoldedSchema folded;

    FoldCompletion(FoldedSchema folded) {
        this.folded = folded;
    }

    /**
     * The change.
     *
     * @throws ScriptException with every finding of the script
     */
    Change complete() {
        Schema target = SchemaReader.complete(folded.builder.build(), folded.defaultSchema);
        checkReferences(target);
        checkTypes(target);
        checkGeneratedColumns(target);
        checkSequences(target);
        checkSchemas(target);
        checkComments(target);
        checkRules(target);
        CompositeTypesInUse.between(folded.base, target)
                .forEach(refusal -> folded.error(
                        position(refusal.type()),
                        refusal.message(folded.defaultSchema),
                        CompositeTypesInUse.Refusal.suggestion()));
        new StepChecks(folded, target).check();
        folded.throwFindings();
        return new Change(target, folded.renames, folded.steps);
    }

    /** Foreign keys that a drop leaves without their table, column or key. */
    private void checkReferences(Schema target) {
        for (Table table : target.tables().values()) {
            for (Constraint constraint : table.constraints()) {
                if (constraint instanceof ForeignKey key) {
                    lost(key)
                            .ifPresent(drop -> folded.error(
                                    drop,
                                    "the foreign key " + Identifier.quote(key.name()) + " of "
                                            + folded.display(table.name()) + " points at what is dropped here",
                                    "drop it as well: alter " + folded.display(table.name()) + " drop constraint "
                                            + Identifier.quote(key.name())));
                }
            }
        }
    }

    private Optional<SourcePosition> lost(ForeignKey key) {
        SourcePosition table = folded.dropped.get(ObjectAddress.table(key.target()));
        if (table != null) {
            return Optional.of(table);
        }
        return key.targetColumns().stream()
                .map(column -> folded.dropped.get(ObjectAddress.column(key.target(), column)))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private void checkTypes(Schema target) {
        folded.dropped.forEach((address, position) -> {
            if (address.kind() == ObjectKind.ENUM && !target.enums().containsKey(address.name())) {
                target.tables()
                        .values()
                        .forEach(table -> table.columns().stream()
                                .filter(column ->
                                        address.name().equals(column.type().userDefined()))
                                .forEach(column -> folded.error(
                                        position,
                                        "the column "
                                                + folded.display(ObjectAddress.column(table.name(), column.name()))
                                                + " has the type that is dropped here",
                                        "give the column another type, or drop it")));
            }
        });
    }

    private void checkGeneratedColumns(Schema target) {
        folded.dropped.forEach((address, position) -> {
            Table table = target.tables().get(address.name());
            if (address.kind() == ObjectKind.COLUMN && address.member() != null && table != null) {
                Set<String> gone = Set.of(address.member());
                table.columns().stream()
                        .filter(column -> ColumnUse.inExpression(column, gone))
                        .forEach(column -> folded.error(
                                position,
                                "the generated column "
                                        + folded.display(ObjectAddress.column(table.name(), column.name()))
                                        + " is computed from the column that is dropped here",
                                "drop it as well, or alter its expression"));
            }
        });
    }

    private void checkSequences(Schema target) {
        folded.dropped.forEach((address, position) -> {
            if (address.kind() == ObjectKind.SEQUENCE && !target.sequences().containsKey(address.name())) {
                target.tables()
                        .values()
                        .forEach(table -> table.columns().stream()
                                .filter(column -> column.defaultValue() != null
                                        && Nextval.of(column.defaultValue(), address.name(), folded.defaultSchema))
                                .forEach(column -> folded.error(
                                        position,
                                        "the default of "
                                                + folded.display(ObjectAddress.column(table.name(), column.name()))
                                                + " uses the sequence that is dropped here",
                                        "write `alter "
                                                + folded.display(ObjectAddress.column(table.name(), column.name()))
                                                + " no_default` as well")));
            }
        });
    }

    private void checkSchemas(Schema target) {
        folded.dropped.forEach((address, position) -> {
            String name = address.name().name();
            if (address.kind() == ObjectKind.SCHEMA && !target.schemas().contains(name)) {
                List<String> left = Stream.of(
                                target.tables().keySet(),
                                target.enums().keySet(),
                                target.sequences().keySet())
                        .flatMap(Set::stream)
                        .filter(object -> object.schema().equals(name))
                        .map(ObjectName::sql)
                        .toList();
                if (!left.isEmpty()) {
                    folded.error(
                            position,
                            "the schema " + Identifier.quote(name) + " is not empty: " + String.join(", ", left),
                            "drop what it holds as well");
                }
            }
        });
    }

    private void checkComments(Schema target) {
        folded.comments.forEach((address, position) -> {
            boolean ownSchema =
                    address.kind() == ObjectKind.SCHEMA && address.name().name().equals(folded.defaultSchema);
            if (!ownSchema && !target.contains(address)) {
                folded.error(
                        position,
                        "there is no " + SchemaNames.word(address.kind()) + " " + folded.display(address)
                                + " to comment on",
                        null);
            }
        });
    }

    /** What was wrong before the script is not the script's fault. */
    private void checkRules(Schema target) {
        Set<SchemaRules.Problem> before = Set.copyOf(SchemaRules.check(folded.base, folded.defaultSchema));
        for (SchemaRules.Problem problem : SchemaRules.check(target, folded.defaultSchema)) {
            if (before.contains(problem) || isNamedAlready(target, problem.object())) {
                continue;
            }
            folded.error(position(problem.object()), problem.message(), problem.suggestion());
        }
    }

    private boolean isNamedAlready(Schema target, ObjectAddress object) {
        Table table = target.tables().get(object.name());
        return object.kind() == ObjectKind.CONSTRAINT
                && table != null
                && object.member() != null
                && table.constraint(object.member())
                        .filter(ForeignKey.class::isInstance)
                        .flatMap(key -> lost((ForeignKey) key))
                        .isPresent();
    }

    /** The statement about the object, else about its table, else the one that dropped something, else the beginning. */
    private SourcePosition position(ObjectAddress object) {
        return Stream.of(
                        folded.position(object),
                        folded.position(ObjectAddress.table(object.name())),
                        folded.dropped.values().stream().findFirst().orElse(null))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(folded::beginning);
    }
}
