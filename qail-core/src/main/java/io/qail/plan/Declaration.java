package io.qail.plan;

import io.qail.language.ParsedFile;
import io.qail.language.SchemaReader;
import io.qail.language.Suggestion;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.EnumType;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A declarative schema against the one before it: reads the hints, each checked against both, and lets nothing go that no
 * line says goes.
 */
final class Declaration {

    private final Schema base;
    private final Schema target;
    private final Modules modules;
    private final String defaultSchema;
    private final Absence absence;
    private final Findings findings;

    private Declaration(Schema base, List<ParsedFile> files, String defaultSchema, Absence absence) {
        this.base = base;
        this.target = SchemaReader.toSchema(files, defaultSchema);
        this.modules = new Modules(files);
        this.defaultSchema = defaultSchema;
        this.absence = absence;
        this.findings = new Findings(files);
    }

    static Change change(Schema base, List<ParsedFile> modules, String defaultSchema, Absence absence) {
        return new Declaration(base, modules, defaultSchema, absence).change();
    }

    private Change change() {
        RenameHints renames = new RenameHints(base, target, modules.statements(), defaultSchema, findings);
        Set<ObjectAddress> dropped = new TreeSet<>();
        modules.statements().forEach(statement -> {
            if (statement instanceof Statement.RenameTable || statement instanceof Statement.RenameColumn) {
                renames.read(statement);
            } else if (statement instanceof Statement.Drop drop && absence == Absence.REFUSED) {
                read(drop, dropped);
            }
        });
        Schema renamed = PendingTypes.align(renames.renamed(), target);
        List<Statement> steps = transforms(renamed);
        if (absence == Absence.REFUSED) {
            new MissingObjects(renamed, target, modules, defaultSchema, findings).check(dropped);
        }
        CompositeTypesInUse.between(renamed, target)
                .forEach(refusal -> findings.error(
                        modules.beginning(), refusal.message(defaultSchema), CompositeTypesInUse.Refusal.suggestion()));
        PartitionKeys.between(renamed, target)
                .forEach(moved -> findings.error(
                        modules.ofTable(moved.table()), moved.message(defaultSchema), moved.suggestion(defaultSchema)));
        findings.throwIfAny();
        return new Change(target, renames.applied(), steps);
    }

    private void read(Statement.Drop drop, Set<ObjectAddress> dropped) {
        if (drop.confirmed()
                || drop.target().kind() == ObjectKind.INDEX
                || drop.target().kind() == ObjectKind.CONSTRAINT) {
            dropped.add(new WrittenAddress(base.toBuilder(), defaultSchema).actualOfKind(drop.target()));
        } else if (!target.contains(drop.target())) {
            findings.error(
                    drop.position(),
                    "a drop in a declarative schema needs a confirmation",
                    "drop " + SchemaNames.dropTarget(drop.target(), defaultSchema) + " confirm");
        }
    }

    /** A transform counts while its column is on the way: new, about to change type, or about to lose enum labels. */
    private List<Statement> transforms(Schema renamed) {
        List<Statement> steps = new ArrayList<>();
        for (Statement statement : modules.statements()) {
            if (statement instanceof Statement.Transform transform && isPending(renamed, transform)) {
                steps.add(transform);
            }
        }
        return steps;
    }

    private boolean isPending(Schema renamed, Statement.Transform transform) {
        Table table = target.tables().get(transform.table());
        if (table == null) {
            findings.error(
                    transform.position(),
                    "there is no table " + transform.table().display(defaultSchema),
                    Suggestion.didYouMean(
                            transform.table().display(defaultSchema),
                            target.tables().keySet().stream()
                                    .map(name -> name.display(defaultSchema))
                                    .toList()));
            return false;
        }
        Optional<Column> column = table.column(transform.column());
        if (column.isEmpty() || column.get().generated() != null) {
            String name =
                    ObjectAddress.column(transform.table(), transform.column()).display(defaultSchema);
            findings.error(
                    transform.position(),
                    column.isEmpty()
                            ? "there is no column " + name
                            : "the column " + name + " is generated; nothing can be written to it",
                    column.isEmpty()
                            ? Suggestion.didYouMean(transform.column(), FoldedSchema.columnNames(table))
                            : null);
            return false;
        }
        Table before = renamed.tables().get(transform.table());
        if (before == null) {
            // A new table has no rows to fill.
            return false;
        }
        Optional<Column> old = before.column(transform.column());
        return old.isEmpty()
                || !old.get().type().equals(column.get().type())
                || losesLabels(renamed, column.get().type());
    }

    private boolean losesLabels(Schema renamed, DataType type) {
        ObjectName name = type.userDefined();
        EnumType before = name == null ? null : renamed.enums().get(name);
        EnumType after = name == null ? null : target.enums().get(name);
        return before != null && after != null && !after.labels().containsAll(before.labels());
    }
}
