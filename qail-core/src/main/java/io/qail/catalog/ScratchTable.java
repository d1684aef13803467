package io.qail.catalog;

import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table with the columns of a live one and with those declared texts about columns that are not the live ones,
 * to see how PostgreSQL prints them. It has the name of the live table, so that an expression may name its table.
 */
final class ScratchTable {

    private static final String SCHEMA = "pg_temp";

    private final Table declared;
    private final Table live;
    private final List<Index> declaredIndexes;
    private final ScratchAttachments attachments;
    private final Schema liveSchema;

    private final SortedSet<ObjectAddress> undecided = new TreeSet<>();

    /** A column, constraint, index, trigger, policy or statistics object that is declared and live in different words. */
    record Part(ScratchTable table, ObjectAddress object) {}

    ScratchTable(
            Table declared,
            Table live,
            List<Index> declaredIndexes,
            List<SchemaObject> declaredObjects,
            Schema liveSchema) {
        this.declared = declared;
        this.live = live;
        this.declaredIndexes = declaredIndexes;
        this.attachments = new ScratchAttachments(declaredObjects, liveSchema);
        this.liveSchema = liveSchema;
        undecided.addAll(attachments.undecided());
        for (Column column : declared.columns()) {
            live.column(column.name())
                    .filter(other -> isUndecided(column, other))
                    .ifPresent(other -> undecided.add(column(column.name())));
        }
        for (Constraint constraint : declared.constraints()) {
            live.constraint(constraint.name())
                    .filter(other -> isUndecided(constraint, other))
                    .ifPresent(other -> undecided.add(constraint(constraint.name())));
        }
        for (Index index : declaredIndexes) {
            Index other = liveSchema.indexes().get(index.name());
            if (other != null && isUndecided(index, other)) {
                undecided.add(ObjectAddress.index(index.name()));
            }
        }
    }

    /** The schema of the live table. */
    String schema() {
        return live.name().schema();
    }

    List<Part> undecided() {
        return undecided.stream().map(object -> new Part(this, object)).toList();
    }

    private static boolean isUndecided(Column declared, Column live) {
        return differ(declared.generated(), live.generated())
                || (declared.collation() != null && !declared.collation().equals(live.collation()))
                || (declared.storage() != null && !declared.storage().equals(live.storage()));
    }

    private static boolean isUndecided(Constraint declared, Constraint live) {
        boolean hasExpressions = (declared instanceof CheckConstraint && live instanceof CheckConstraint)
                || (declared instanceof ExclusionConstraint && live instanceof ExclusionConstraint);
        return hasExpressions && !declared.equals(live);
    }

    private static boolean isUndecided(Index declared, Index live) {
        return declared.table().equals(live.table())
                && (!declared.keys().equals(live.keys()) || differ(declared.where(), live.where()));
    }

    private static boolean differ(@Nullable Object declared, @Nullable Object live) {
        return declared != null && live != null && !declared.equals(live);
    }

    /** What makes the table with the chosen ones of {@link #undecided()} and the columns that these may read. */
    List<String> statements(Collection<ObjectAddress> chosen) {
        String table = ObjectName.of(SCHEMA, live.name().name()).sql();
        List<String> elements = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        StringBuilder texts = new StringBuilder();
        for (Constraint constraint : declared.constraints()) {
            if (chosen.contains(constraint(constraint.name()))) {
                elements.add(constraint.sql());
                texts.append(constraint.definition()).append('\n');
            }
        }
        for (Index index : declaredIndexes) {
            if (chosen.contains(ObjectAddress.index(index.name()))) {
                statements.add(index.withConcurrently(false)
                        .withTable(ObjectName.of(SCHEMA, live.name().name()))
                        .sql());
                index.keys().forEach(key -> texts.append(key.sql()).append('\n'));
                texts.append(index.include()).append(index.where()).append('\n');
            }
        }
        ObjectName temporary = ObjectName.of(SCHEMA, live.name().name());
        attachments.statements(chosen, temporary).forEach(sql -> {
            statements.add(sql);
            texts.append(sql).append('\n');
        });
        if (liveSchema.view(live.name()).isPresent()) {
            statements.add(
                    0,
                    "CREATE TEMPORARY TABLE " + table + " AS TABLE "
                            + live.name().sql() + " WITH NO DATA");
            return statements;
        }
        List<Column> columns = liveSchema.allColumns(live);
        for (Column column : columns) {
            Optional<Column> wanted = chosen(chosen, column.name());
            wanted.map(Column::generated).ifPresent(texts::append);
            wanted.map(Column::storage)
                    .ifPresent(storage -> statements.add("ALTER TABLE " + table + " ALTER COLUMN "
                            + Identifier.quote(column.name()) + " SET STORAGE " + storage));
        }
        for (Column column : columns) {
            Optional<Column> wanted = chosen(chosen, column.name());
            if (wanted.isPresent()) {
                elements.add(definition(wanted.get().withType(column.type())));
            } else if (mayName(texts.toString(), column.name())
                    || mayName(texts.toString(), live.name().name())) {
                elements.add(definition(Column.of(column.name(), column.type()).withCollation(column.collation())));
            }
        }
        statements.add(0, "CREATE TEMPORARY TABLE " + table + " (" + String.join(", ", elements) + ")");
        return statements;
    }

    private Optional<Column> chosen(Collection<ObjectAddress> chosen, String column) {
        return chosen.contains(column(column)) ? declared.column(column) : Optional.empty();
    }

    /** Errs on the side of yes: a column too many costs a little time, and one too few an answer. */
    private static boolean mayName(String text, String name) {
        String escaped = name.replace("\"", "\"\"");
        return text.contains(escaped)
                || text.contains(name)
                || text.toLowerCase(Locale.ROOT).contains(escaped.toLowerCase(Locale.ROOT))
                || text.contains("U&\"")
                || text.contains("u&\"");
    }

    private static String definition(Column column) {
        return Identifier.quote(column.name()) + " " + column.type().sql()
                + (column.collation() == null
                        ? ""
                        : " COLLATE " + column.collation().sql())
                + (column.generated() == null ? "" : " " + column.generated().sql());
    }

    /**
     * Puts the declared table and its indexes into the result; each text that was printed as the live one is the live one.
     *
     * @param accepted those of {@link #undecided()} that PostgreSQL took
     * @param printed the schema of temporary tables as the catalogs show it
     */
    void putInLiveWords(Collection<ObjectAddress> accepted, Schema printed, SchemaBuilder result) {
        Table shown = printed.tables().values().stream()
                .filter(table -> table.name().name().equals(live.name().name()))
                .findFirst()
                .orElseThrow();
        Table table = declared;
        for (ObjectAddress part : accepted) {
            String member = part.member();
            if (part.kind() == ObjectKind.INDEX) {
                result.indexes.computeIfPresent(
                        part.name(), (name, index) -> inLiveWords(index, shown.name(), printed));
            } else if (part.kind() == ObjectKind.COLUMN && member != null) {
                table = table.changingColumn(
                        member,
                        column -> inLiveWords(
                                column,
                                shown.column(member).orElseThrow(),
                                live.column(member).orElseThrow()));
            } else if (part.kind() == ObjectKind.CONSTRAINT && member != null) {
                Constraint inLiveWords = inLiveWords(
                        table.constraint(member).orElseThrow(),
                        shown.constraint(member).orElseThrow(),
                        live.constraint(member).orElseThrow());
                table = table.withoutConstraint(member).withConstraint(inLiveWords);
            }
        }
        if (result.tables.containsKey(table.name())) {
            result.tables.put(table.name(), table);
        }
        attachments.putInLiveWords(accepted, shown.name(), printed, result);
    }

    private static Column inLiveWords(Column declared, Column printed, Column live) {
        Column column = declared;
        if (live.generated() != null && live.generated().equals(printed.generated())) {
            column = column.withGenerated(live.generated());
        }
        if (Objects.equals(printed.collation(), live.collation())) {
            column = column.withCollation(live.collation());
        }
        return Objects.equals(printed.storage(), live.storage()) ? column.withStorage(live.storage()) : column;
    }

    private static Constraint inLiveWords(Constraint declared, Constraint printed, Constraint live) {
        if (declared instanceof CheckConstraint check
                && printed instanceof CheckConstraint printedCheck
                && live instanceof CheckConstraint liveCheck) {
            return printedCheck.expression().equals(liveCheck.expression())
                    ? check.withExpression(liveCheck.expression())
                    : check;
        }
        return printed.equals(live) ? live : declared;
    }

    private Index inLiveWords(Index declaredIndex, ObjectName scratch, Schema printed) {
        Index shown =
                printed.indexes().get(scratch.withName(declaredIndex.name().name()));
        Index other = liveSchema.indexes().get(declaredIndex.name());
        return shown == null || other == null ? declaredIndex : inLiveWords(declaredIndex, shown, other);
    }

    private static Index inLiveWords(Index declared, Index printed, Index live) {
        List<IndexKey> keys = new ArrayList<>(declared.keys());
        for (int i = 0; i < keys.size() && i < live.keys().size(); i++) {
            if (printed.keys().get(i).equals(live.keys().get(i))) {
                keys.set(i, live.keys().get(i));
            }
        }
        boolean samePredicate = live.where() != null && live.where().equals(printed.where());
        return declared.withExpressions(keys, samePredicate ? live.where() : declared.where());
    }

    private ObjectAddress column(String name) {
        return ObjectAddress.column(live.name(), name);
    }

    private ObjectAddress constraint(String name) {
        return ObjectAddress.constraint(live.name(), name);
    }
}
