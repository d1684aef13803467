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
final class ConstraintFormatter {

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

    String behindColumn(Constraint constraint) {
        if (constraint instanceof PrimaryKey) {
            return "primary_key" + options(constraint);
        }
        if (constraint instanceof UniqueConstraint) {
            return "unique" + options(constraint);
        }
        if (constraint instanceof ForeignKey key) {
            return references(key) + options(key);
        }
        return check(constraint) + options(constraint);
    }

    String line(Constraint constraint) {
        return body(constraint) + " name " + Identifier.quote(constraint.name()) + options(constraint);
    }

    private String body(Constraint constraint) {
        if (constraint instanceof PrimaryKey key) {
            return "primary_key " + key(key.columns(), key.withoutOverlaps()) + include(key.include());
        }
        if (constraint instanceof UniqueConstraint key) {
            return "unique " + key(key.columns(), key.withoutOverlaps()) + include(key.include());
        }
        if (constraint instanceof ForeignKey key) {
            return "foreign_key " + referencing(key, key.columns()) + " " + references(key);
        }
        if (constraint instanceof ExclusionConstraint exclusion) {
            String elements = exclusion.elements().stream()
                    .map(element -> keys.key(element.key()) + " with " + element.operator())
                    .collect(Collectors.joining(", ", "(", ")"));
            return "exclude using " + Identifier.quote(exclusion.method()) + " " + elements
                    + (exclusion.where() == null ? "" : " where (" + exclusion.where() + ")");
        }
        return check(constraint);
    }

    private static String check(Constraint constraint) {
        return constraint instanceof CheckConstraint check ? "check (" + check.expression() + ")" : "";
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

    private static String options(Constraint constraint) {
        if (constraint instanceof CheckConstraint check) {
            return check.noInherit() ? " no_inherit" : "";
        }
        if (constraint instanceof PrimaryKey key) {
            return deferrability(key.deferrability());
        }
        if (constraint instanceof UniqueConstraint key) {
            return (key.nullsNotDistinct() ? " nulls_not_distinct" : "") + deferrability(key.deferrability());
        }
        if (constraint instanceof ForeignKey key) {
            return (key.matchFull() ? " match_full" : "")
                    + action(" on_delete ", key.onDelete())
                    + (key.onDeleteColumns().isEmpty() ? "" : " " + columns(key.onDeleteColumns()))
                    + action(" on_update ", key.onUpdate())
                    + deferrability(key.deferrability());
        }
        return constraint instanceof ExclusionConstraint exclusion ? deferrability(exclusion.deferrability()) : "";
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
