package io.qail.plan;

import io.qail.error.SourcePosition;
import io.qail.language.Suggestion;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code rename} lines of a declarative schema. One whose source is there is carried out; one that was carried out in
 * an earlier step, or whose table is new, is silent and may stay; any other is a typo.
 */
final class RenameHints {

    private final Schema target;
    private final String defaultSchema;
    private final Findings findings;
    private final TableNames names;
    private final Set<ObjectName> dropped;
    private final boolean firstStep;
    private final List<Statement> applied = new ArrayList<>();
    private Schema schema;

    RenameHints(Schema base, Schema target, List<Statement> statements, String defaultSchema, Findings findings) {
        this.names = new TableNames(statements);
        this.dropped = statements.stream()
                .filter(statement -> statement instanceof Statement.Drop drop
                        && drop.target().kind() == ObjectKind.TABLE)
                .map(statement -> ((Statement.Drop) statement).target().name())
                .collect(Collectors.toSet());
        this.schema = base;
        this.firstStep = base.isEmpty();
        this.target = target;
        this.defaultSchema = defaultSchema;
        this.findings = findings;
    }

    void read(Statement hint) {
        if (hint instanceof Statement.RenameTable rename) {
            table(rename);
        } else if (hint instanceof Statement.RenameColumn rename) {
            column(rename);
        }
    }

    /** The base after the renames. */
    Schema renamed() {
        return schema;
    }

    List<Statement> applied() {
        return applied;
    }

    private void table(Statement.RenameTable rename) {
        Set<ObjectName> now = schema.tables().keySet();
        Set<ObjectName> wanted = target.tables().keySet();
        State state = State.of(now, wanted, rename.from(), rename.to());
        String from = rename.from().display(defaultSchema);
        String to = rename.to().display(defaultSchema);
        if (state == State.SOURCE_UNKNOWN && !firstStep) {
            unknown(rename.position(), "table " + from, Suggestion.didYouMean(from, names(now)));
        } else if (state == State.CONTRADICTED) {
            contradicted(rename.position(), now.contains(rename.to()) ? "table " + to : "table " + from);
        } else if (state == State.TO_DO
                && !rename.from().schema().equals(rename.to().schema())) {
            findings.error(rename.position(), "a rename cannot move the table " + from + " to another schema", null);
        } else if (state == State.TO_DO) {
            apply(rename);
        }
    }

    private void column(Statement.RenameColumn rename) {
        Optional<ObjectName> place = place(rename.table());
        if (place.isEmpty()) {
            tableUnknown(rename);
            return;
        }
        ObjectName name = place.get();
        List<String> now = FoldedSchema.columnNames(Objects.requireNonNull(tables().get(name)));
        Set<ObjectName> later = names.later(name);
        List<String> wanted = later.stream()
                .flatMap(each -> Optional.ofNullable(target.tables().get(each)).stream())
                .findFirst()
                .map(FoldedSchema::columnNames)
                .orElse(List.of());
        State state = State.of(now, wanted, rename.from(), rename.to());
        String from = display(name, rename.from());
        if (state == State.SOURCE_UNKNOWN) {
            unknown(rename.position(), "column " + from, Suggestion.didYouMean(rename.from(), now));
        } else if (state == State.CONTRADICTED) {
            String to = display(name, rename.to());
            contradicted(rename.position(), "column " + (now.contains(rename.to()) ? to : from));
        } else if (state == State.TO_DO) {
            apply(new Statement.RenameColumn(rename.position(), name, rename.from(), rename.to()));
        }
    }

    /** The table by its name at this place; the line may call it as it was, or as it shall be. */
    private Optional<ObjectName> place(ObjectName table) {
        Stream<ObjectName> candidates = target.tables().containsKey(table)
                ? names.earlier(table).stream()
                : Stream.concat(names.later(table).stream(), names.earlier(table).stream());
        return candidates.filter(tables()::containsKey).findFirst();
    }

    private void tableUnknown(Statement.RenameColumn rename) {
        Set<ObjectName> later = names.later(rename.table());
        boolean isNew = firstStep || target.tables().containsKey(rename.table());
        if (isNew || later.stream().anyMatch(dropped::contains)) {
            return;
        }
        String table = rename.table().display(defaultSchema);
        boolean tableOfSchema = Stream.of(rename.from(), rename.to())
                .map(member -> ObjectName.of(rename.table().name(), member))
                .anyMatch(name -> tables().containsKey(name) || target.tables().containsKey(name));
        unknown(
                rename.position(),
                "column " + display(rename.table(), rename.from()),
                tableOfSchema
                        ? "for the table of a schema write: rename table " + display(rename.table(), rename.from())
                                + " -> " + display(rename.table(), rename.to())
                        : Suggestion.didYouMean(table, names(tables().keySet())));
    }

    private Map<ObjectName, Table> tables() {
        return schema.tables();
    }

    private void apply(Statement rename) {
        schema = Renaming.apply(schema, rename);
        applied.add(rename);
    }

    private void unknown(SourcePosition position, String what, @Nullable String suggestion) {
        findings.error(
                position,
                "there is no " + what + " to rename",
                suggestion == null ? "if this rename is older than the database, remove the line" : suggestion);
    }

    private void contradicted(SourcePosition position, String what) {
        findings.error(
                position, "the rename contradicts the " + what + ", which is there as well", "remove one of the two");
    }

    private String display(ObjectName table, String column) {
        return ObjectAddress.column(table, column).display(defaultSchema);
    }

    private List<String> names(Set<ObjectName> tables) {
        return tables.stream().map(name -> name.display(defaultSchema)).toList();
    }

    /** How a rename stands to what there is and what there shall be. */
    private enum State {
        TO_DO,
        DONE,
        SOURCE_UNKNOWN,
        CONTRADICTED;

        static <T> State of(Collection<T> now, Collection<T> wanted, T from, T to) {
            if (!now.contains(from)) {
                return now.contains(to) ? DONE : SOURCE_UNKNOWN;
            }
            if (now.contains(to)) {
                // Both wanted: renamed long ago, and the old name has since been given to another.
                return wanted.contains(from) && wanted.contains(to) ? DONE : CONTRADICTED;
            }
            return wanted.contains(from) ? CONTRADICTED : TO_DO;
        }
    }
}
