package io.qail.language;

import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.Deferrability;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.PrimaryKey;
import io.qail.schema.ReferentialAction;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes constraints: behind their column where the name is the one that PostgreSQL gives, else on a line of their own. */
final class ConstraintFormatter implements Constraint.Visitor<ConstraintFormatter.Written> {

    private final String defaultSchema;
    private final IndexFormatter keys;

    ConstraintFormatter(String defaultSchema) {
        this.defaultSchema = defaultSchema;
        this.keys = new IndexFormatter(defaultSchema);
    }

    /** The constraints of a table by where they are written. */
    record Divided(Map<String, List<Constraint>> byColumn, List<Constraint> lines) {

        List<Constraint> behind(String column) {
            return byColumn.getOrDefault(column, List.of());
        }
    }

    Divided divide(Table table) {
        Set<String> columns = table.columns().stream().map(Column::name).collect(Collectors.toSet());
        Map<String, List<Constraint>> byColumn = new HashMap<>();
        List<Constraint> lines = new ArrayList<>();
        for (Constraint constraint : table.constraints()) {
            String column = column(constraint, columns);
            boolean plain = column != null
                    && constraint
                            .name()
                            .equals(ConstraintNames.plain(table.name().name(), columns, constraint));
            if (plain) {
                byColumn.computeIfAbsent(column, name -> new ArrayList<>()).add(constraint);
            } else {
                lines.add(constraint);
            }
        }
        return new Divided(byColumn, lines);
    }

    /** The one column that the constraint can be written behind, or null. */
    private static @Nullable String column(Constraint constraint, Set<String> columns) {
        List<String> own = constraint.columns();
        if (constraint instanceof CheckConstraint check) {
            own = ColumnReferences.names(check.expression()).stream()
                    .filter(columns::contains)
                    .toList();
        }
        boolean line = constraint instanceof ExclusionConstraint
                || (constraint instanceof PrimaryKey key && !key.include().isEmpty())
                || (constraint instanceof UniqueConstraint unique
                        && !unique.include().isEmpty());
        return line || own.size() != 1 || !columns.contains(own.get(0)) ? null : own.get(0);
    }

    /** Behind its column. */
    String behindColumn(Constraint constraint) {
        Written written = constraint.accept(this);
        return written.behindColumn() + written.options();
    }

    /** On a line of its own, with its name. */
    String line(Constraint constraint) {
        Written written = constraint.accept(this);
        return written.line() + " name " + Identifier.quote(constraint.name()) + written.options();
    }

    /** The texts of a constraint; an exclusion, which is always a line, has the same in both places. */
    record Written(String behindColumn, String line, String options) {}

    @Override
    public Written visit(PrimaryKey key) {
        return new Written(
                "primary_key",
                "primary_key " + key(key.columns(), key.withoutOverlaps()) + include(key.include()),
                deferrability(key.deferrability()));
    }

    @Override
    public Written visit(UniqueConstraint key) {
        return new Written(
                "unique",
                "unique " + key(key.columns(), key.withoutOverlaps()) + include(key.include()),
                (key.nullsNotDistinct() ? " nulls_not_distinct" : "") + deferrability(key.deferrability()));
    }

    @Override
    public Written visit(CheckConstraint check) {
        String text = "check (" + check.expression() + ")";
        return new Written(text, text, check.noInherit() ? " no_inherit" : "");
    }

    @Override
    public Written visit(ForeignKey key) {
        return new Written(
                references(key),
                "foreign_key " + referencing(key, key.columns()) + " " + references(key),
                (key.matchFull() ? " match_full" : "")
                        + action(" on_delete ", key.onDelete())
                        + (key.onDeleteColumns().isEmpty() ? "" : " " + columns(key.onDeleteColumns()))
                        + action(" on_update ", key.onUpdate())
                        + deferrability(key.deferrability()));
    }

    @Override
    public Written visit(ExclusionConstraint exclusion) {
        String elements = exclusion.elements().stream()
                .map(element -> keys.key(element.key()) + " with " + element.operator())
                .collect(Collectors.joining(", ", "(", ")"));
        String text = "exclude using " + Identifier.quote(exclusion.method()) + " " + elements
                + (exclusion.where() == null ? "" : " where (" + exclusion.where() + ")");
        return new Written(text, text, deferrability(exclusion.deferrability()));
    }

    private String references(ForeignKey key) {
        return "references " + key.target().display(defaultSchema)
                + (key.targetColumns().isEmpty() ? "" : referencing(key, key.targetColumns()));
    }

    static String key(List<String> columns, boolean withoutOverlaps) {
        String list = columns(columns);
        return withoutOverlaps ? list.substring(0, list.length() - 1) + " without_overlaps)" : list;
    }

    private static String referencing(ForeignKey key, List<String> columns) {
        int range = columns.size() - 1;
        return key.period()
                ? columns.subList(0, range).stream()
                        .map(column -> Identifier.quote(column) + ", ")
                        .collect(Collectors.joining("", "(", "period " + Identifier.quote(columns.get(range)) + ")"))
                : columns(columns);
    }

    static String columns(List<String> columns) {
        return columns.stream().map(Identifier::quote).collect(Collectors.joining(", ", "(", ")"));
    }

    static String include(List<String> columns) {
        return columns.isEmpty() ? "" : " include " + columns(columns);
    }

    private static String action(String word, ReferentialAction action) {
        return action == ReferentialAction.NO_ACTION ? "" : word + action.name().toLowerCase(Locale.ROOT);
    }

    private static String deferrability(Deferrability deferrability) {
        return switch (deferrability) {
            case NOT_DEFERRABLE -> "";
            case DEFERRABLE -> " deferrable";
            case INITIALLY_DEFERRED -> " initially_deferred";
        };
    }
}
