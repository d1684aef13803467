package io.qail.shadow;

import io.qail.migrate.PlannedMigration;
import io.qail.plan.AddInheritance;
import io.qail.plan.AlterColumnType;
import io.qail.plan.AttachPartition;
import io.qail.plan.CopyRows;
import io.qail.plan.DetachPartition;
import io.qail.plan.DropColumn;
import io.qail.plan.DropInheritance;
import io.qail.plan.DropTable;
import io.qail.plan.Operation;
import io.qail.plan.RenameColumn;
import io.qail.plan.RenameTable;
import io.qail.plan.RunSql;
import io.qail.plan.TransformColumn;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.Index;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which table's rows go where, through which SELECT; and what of the pending versions no SELECT can express. */
final class Mappings {

    private final Schema live;
    private final Map<ObjectName, MappingDraft> drafts = new LinkedHashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private final String defaultSchema;

    private Mappings(Schema live, String defaultSchema) {
        this.live = live;
        this.defaultSchema = defaultSchema;
        for (Table table : live.tables().values()) {
            // A partition's rows are those of the partitioned table.
            if (table.options().partitionOf() == null) {
                drafts.put(
                        table.name(),
                        new MappingDraft(
                                table.name(),
                                live.allColumns(table).stream()
                                        .map(Column::name)
                                        .toList(),
                                table.options().partitionBy() != null));
            }
        }
    }

    static Mappings of(Schema live, List<PlannedMigration> versions, String defaultSchema) {
        Mappings mappings = new Mappings(live, defaultSchema);
        for (PlannedMigration version : versions) {
            for (Operation operation : version.plan().operations()) {
                mappings.apply(version.migration().version(), operation);
            }
        }
        return mappings;
    }

    /** What cannot be expressed, each a sentence. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void apply(String version, Operation operation) {
        if (operation instanceof RenameTable rename) {
            MappingDraft draft = drafts.remove(rename.table());
            if (draft != null) {
                draft.renameTable(rename.to());
                drafts.put(rename.to(), draft);
            }
        } else if (operation instanceof DropTable drop) {
            drafts.remove(drop.structure().name());
        } else if (operation instanceof RunSql) {
            refusals.add("Version " + version + " holds a sql block: nobody can say what it would do to rows that are "
                    + "copied. Write it as verbs, or migrate without a shadow.");
        } else if (operation instanceof RenameColumn rename) {
            draft(rename.table()).ifPresent(draft -> draft.renameColumn(rename.column(), rename.to()));
        } else if (operation instanceof DropColumn drop) {
            draft(drop.table()).ifPresent(draft -> draft.drop(drop.column()));
        } else if (operation instanceof AlterColumnType retype) {
            draft(retype.table()).ifPresent(draft -> draft.retype(retype));
        } else if (operation instanceof TransformColumn transform) {
            draft(transform.table()).ifPresent(draft -> draft.transform(transform));
        } else if (operation instanceof CopyRows copy) {
            draft(copy.table())
                    .ifPresent(draft -> refuse(version, operation, "adds rows to a table whose rows are copied"));
        } else if (operation instanceof AttachPartition
                || operation instanceof DetachPartition
                || operation instanceof AddInheritance
                || operation instanceof DropInheritance) {
            if (operation.tables().stream().anyMatch(drafts::containsKey)) {
                refuse(version, operation, "moves rows from one table to another");
            }
        } else if (operation.risk().isPresent()
                && operation.tables().stream().anyMatch(table -> draft(table).isPresent())) {
            refuse(version, operation, "changes rows in a way that a copy cannot follow");
        }
    }

    private void refuse(String version, Operation operation, String why) {
        refusals.add("Version " + version + ": " + operation.action() + " "
                + operation.object().display(defaultSchema) + " " + why + ".");
    }

    private Optional<MappingDraft> draft(ObjectName table) {
        return Optional.ofNullable(drafts.get(table));
    }

    /** Renamed by name; the drafts by the name of the target. */
    Optional<ObjectName> target(ObjectName source) {
        return drafts.values().stream()
                .filter(draft -> draft.source().equals(source))
                .map(MappingDraft::name)
                .findFirst();
    }

    /** What a column of the source is called in the target, where it still holds its own values. */
    Optional<String> column(ObjectName source, String column) {
        return drafts.values().stream()
                .filter(draft -> draft.source().equals(source))
                .findFirst()
                .map(draft -> draft.present(column));
    }

    /**
     * The tables in the order of their target names.
     *
     * @param target what the shadow shall be
     */
    List<ShadowTable> tables(Schema target) {
        List<ShadowTable> tables = new ArrayList<>();
        for (ObjectName name : drafts.keySet().stream().sorted().toList()) {
            MappingDraft draft = drafts.get(name);
            Table made = target.tables().get(name);
            if (draft == null || made == null) {
                continue;
            }
            List<String> writable = target.allColumns(made).stream()
                    .filter(column -> column.generated() == null)
                    .map(Column::name)
                    .toList();
            ShadowTable table = draft.table(tables.size() + 1, writable, key(draft, Set.copyOf(writable)));
            if (table.columns().isEmpty()) {
                refusals.add("Table " + name.display(defaultSchema) + " has no column that can be copied.");
            } else {
                tables.add(table);
            }
        }
        return List.copyOf(tables);
    }

    /** The first key of the source whose columns still hold their own values in the target. */
    private List<String> key(MappingDraft draft, Set<String> writable) {
        Table source = live.tables().get(draft.source());
        if (source == null) {
            return List.of();
        }
        Map<String, Column> columns =
                live.allColumns(source).stream().collect(Collectors.toMap(Column::name, column -> column));
        return candidates(source)
                .filter(key -> key.stream().allMatch(name -> {
                    Column column = columns.get(name);
                    String present = draft.present(name);
                    return column != null && column.notNull() && present != null && writable.contains(present);
                }))
                .findFirst()
                .orElse(List.of());
    }

    private Stream<List<String>> candidates(Table table) {
        Stream<List<String>> primary = table.primaryKey().stream().map(PrimaryKey::columns);
        Stream<List<String>> unique = table.constraints().stream()
                .filter(UniqueConstraint.class::isInstance)
                .map(Constraint::columns);
        Stream<List<String>> indexes = live.indexes().values().stream()
                .filter(index -> index.table().equals(table.name()) && index.unique() && index.where() == null)
                .map(Mappings::columns)
                .flatMap(Optional::stream);
        return Stream.of(primary, unique, indexes).flatMap(keys -> keys);
    }

    private static Optional<List<String>> columns(Index index) {
        List<String> columns = new ArrayList<>();
        for (var key : index.keys()) {
            if (key.column() == null) {
                return Optional.empty();
            }
            columns.add(key.column());
        }
        return Optional.of(columns);
    }
}
