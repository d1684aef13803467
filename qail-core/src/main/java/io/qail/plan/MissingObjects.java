package io.qail.plan;

import io.qail.error.SourcePosition;
import io.qail.schema.Column;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the schema before has and the files no longer declare. Nothing of it goes unless a line says so. */
final class MissingObjects {

    /** Kinds that columns are made of, or that hold rows; of the others a file that declares them again has lost nothing. */
    private static final Set<ObjectKind> HOLD_VALUES =
            Set.of(ObjectKind.DOMAIN, ObjectKind.TYPE, ObjectKind.MATERIALIZED_VIEW);

    private final Schema before;
    private final Schema target;
    private final Modules modules;
    private final String defaultSchema;
    private final Findings findings;

    /**
     * A check.
     *
     * @param before with the renames done
     */
    MissingObjects(Schema before, Schema target, Modules modules, String defaultSchema, Findings findings) {
        this.before = before;
        this.target = target;
        this.modules = modules;
        this.defaultSchema = defaultSchema;
        this.findings = findings;
    }

    void check(Set<ObjectAddress> confirmed) {
        before.tables().values().forEach(table -> check(table, confirmed));
        before.enums().keySet().forEach(name -> check(ObjectAddress.of(ObjectKind.ENUM, name), confirmed));
        before.sequences().values().stream()
                .filter(sequence -> sequence.owner() == null)
                .forEach(sequence -> check(ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name()), confirmed));
        before.objects().keySet().stream()
                .filter(address -> HOLD_VALUES.contains(address.kind()))
                .forEach(address -> check(address, confirmed));
        before.extensions()
                .keySet()
                .forEach(name -> check(ObjectAddress.of(ObjectKind.EXTENSION, ObjectName.global(name)), confirmed));
        before.schemas()
                .forEach(name -> check(ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global(name)), confirmed));
    }

    private void check(Table table, Set<ObjectAddress> confirmed) {
        ObjectAddress address = ObjectAddress.table(table.name());
        Table wanted = target.tables().get(table.name());
        if (wanted == null) {
            if (!confirmed.contains(address)) {
                report(modules.beginning(), address, renameOf(table));
            }
            return;
        }
        for (Column column : table.columns()) {
            ObjectAddress member = ObjectAddress.column(table.name(), column.name());
            if (wanted.column(column.name()).isEmpty() && !confirmed.contains(member)) {
                report(modules.ofTable(table.name()), member, renameOf(table, column, wanted));
            }
        }
    }

    private void check(ObjectAddress address, Set<ObjectAddress> confirmed) {
        if (!target.contains(address) && !confirmed.contains(address)) {
            report(modules.beginning(), address, Optional.empty());
        }
    }

    private void report(SourcePosition position, ObjectAddress address, Optional<String> rename) {
        String drop = "drop " + SchemaNames.dropTarget(address, defaultSchema) + " confirm";
        findings.error(
                position,
                "the " + SchemaNames.word(address.kind()) + " " + address.display(defaultSchema)
                        + " is no longer declared; that alone drops nothing",
                rename.map(line -> "write one of the lines\n    " + line + "\n    ")
                                .orElse("write the line\n    ")
                        + drop);
    }

    /** The rename that is probably meant: the one new table with the same columns. */
    private Optional<String> renameOf(Table table) {
        List<ObjectName> candidates = target.tables().values().stream()
                .filter(other -> !before.tables().containsKey(other.name())
                        && other.name().schema().equals(table.name().schema())
                        && haveSameColumns(other, table))
                .map(Table::name)
                .toList();
        return candidates.size() == 1
                ? Optional.of(SchemaNames.tableVerb("rename ", table.name(), defaultSchema) + " -> "
                        + candidates.get(0).display(defaultSchema))
                : Optional.empty();
    }

    /** The rename that is probably meant: the one new column of the same type. */
    private Optional<String> renameOf(Table table, Column column, Table wanted) {
        List<String> candidates = wanted.columns().stream()
                .filter(other ->
                        table.column(other.name()).isEmpty() && PendingTypes.isSame(other.type(), column.type()))
                .map(Column::name)
                .toList();
        return candidates.size() == 1
                ? Optional.of("rename " + display(table, column.name()) + " -> " + display(table, candidates.get(0)))
                : Optional.empty();
    }

    private String display(Table table, String column) {
        return ObjectAddress.column(table.name(), column).display(defaultSchema);
    }

    private static boolean haveSameColumns(Table one, Table other) {
        return one.columns().size() == other.columns().size()
                && one.columns().stream()
                        .allMatch(column -> other.column(column.name())
                                .filter(found -> PendingTypes.isSame(found.type(), column.type()))
                                .isPresent());
    }
}
