package io.qail.language;

import io.qail.error.SourcePosition;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code table users { … }}. A wrong line is recorded and the next one is read all the same. */
final class TableReader {

    /** {@code MaxHeapAttributeNumber}. */
    private static final int MOST_COLUMNS = 1600;

    private final Cursor cursor;
    private final Recovery recovery;
    private final ColumnReader columnReader;
    private final ConstraintReader constraintReader;

    TableReader(Cursor cursor, Recovery recovery) {
        this.cursor = cursor;
        this.recovery = recovery;
        this.columnReader = new ColumnReader(cursor);
        this.constraintReader = new ConstraintReader(cursor);
    }

    private record Line(Constraint constraint, Token place) {}

    /** Behind the word {@code table}. A partition or heir needs no block. */
    Statement.DeclareTable read(SourcePosition position, boolean unlogged) {
        ObjectName name = cursor.objectName("the name of the table");
        TableOptionReader options = new TableOptionReader(cursor);
        options.readAll();
        Map<String, ColumnDraft> columns = new LinkedHashMap<>();
        List<Line> lines = new ArrayList<>();
        boolean whole = true;
        if (!options.hasParents() || cursor.at("{")) {
            whole = block(name, options, columns, lines);
            if (!cursor.atLineEnd()) {
                options.readAll();
            }
        }
        if (!cursor.atLineEnd()) {
            throw cursor.unexpected("the end of the line", TableOptionReader.WORDS);
        }
        boolean inherited = options.hasParents();
        List<Constraint> constraints = constraints(name, columns, lines, whole && !inherited, inherited);
        TableOptions read = options.options();
        return table(position, name, columns, constraints, unlogged ? read.withUnlogged(true) : read);
    }

    /** Whether every line could be read. */
    private boolean block(
            ObjectName name, TableOptionReader options, Map<String, ColumnDraft> columns, List<Line> lines) {
        Token open = cursor.peek();
        cursor.expect("{");
        boolean whole = true;
        while (!cursor.accept("}")) {
            if (cursor.atEnd() || atNextStatement()) {
                throw cursor.error(
                        open,
                        "the block of table " + name.display(cursor.defaultSchema()) + " is never closed",
                        "add the closing }");
            }
            whole &= recovery.attempt(
                    () -> item(columns, lines, options), token -> token.firstOfLine() || cursor.is(token, ","));
        }
        return whole;
    }

    private void item(Map<String, ColumnDraft> columns, List<Line> lines, TableOptionReader options) {
        if (cursor.accept(",")) {
            return;
        }
        Token place = cursor.peek();
        if (options.atLine()) {
            options.read();
            if (!cursor.atItemEnd()) {
                throw cursor.unexpected("the end of the line", List.of());
            }
            return;
        }
        if (constraintReader.atConstraint()) {
            lines.add(new Line(constraintReader.line(), place));
            return;
        }
        String name = cursor.firstName("a column or a constraint");
        if (cursor.atItemEnd()) {
            throw cursor.error(place, "column " + Identifier.quote(name) + " has no type", null);
        }
        ColumnDraft draft = columnReader.read(place, name);
        if (columns.containsKey(name)) {
            throw cursor.error(place, "column " + Identifier.quote(name) + " is declared twice", null);
        }
        columns.put(name, draft);
        if (columns.size() == MOST_COLUMNS + 1) {
            throw cursor.error(place, "PostgreSQL allows at most " + MOST_COLUMNS + " columns in a table", null);
        }
    }

    /** A statement that begins with a block of its own inside this one: the closing brace is missing. */
    private boolean atNextStatement() {
        if (!cursor.atLineEnd() || !List.of("table", "enum", "sequence").contains(cursor.word())) {
            return false;
        }
        Token token = cursor.peekSecond();
        while (!token.firstOfLine() && (Cursor.isName(token) || cursor.is(token, "."))) {
            token = cursor.lexer().next(token.end());
        }
        return cursor.is(token, "{");
    }

    private List<Constraint> constraints(
            ObjectName name, Map<String, ColumnDraft> columns, List<Line> lines, boolean whole, boolean inherited) {
        List<Line> all = new ArrayList<>();
        columns.values()
                .forEach(draft -> draft.constraints.forEach(constraint -> all.add(new Line(constraint, draft.place))));
        // Several columns marked as primary key are one composite key.
        List<Line> marked = all.stream()
                .filter(line -> line.constraint() instanceof PrimaryKey)
                .toList();
        if (marked.size() > 1) {
            all.removeAll(marked);
            all.add(new Line(composite(marked), marked.get(0).place()));
        }
        all.addAll(lines);
        Set<String> names = new HashSet<>();
        boolean primary = false;
        for (Line line : all) {
            check(line, columns.keySet(), names, whole);
            if (line.constraint() instanceof PrimaryKey) {
                if (primary) {
                    recovery.record(cursor.error(line.place(), "the table has a primary key already", null));
                }
                primary = true;
            }
        }
        List<Constraint> constraints = all.stream().map(Line::constraint).toList();
        Set<String> known = inherited ? ConstraintNames.possibleColumns(constraints) : columns.keySet();
        return ConstraintNames.complete(name.name(), known, constraints);
    }

    private static PrimaryKey composite(List<Line> marked) {
        List<PrimaryKey> parts =
                marked.stream().map(line -> (PrimaryKey) line.constraint()).toList();
        String name = parts.stream()
                .map(PrimaryKey::name)
                .filter(part -> !part.isEmpty())
                .findFirst()
                .orElse("");
        return new PrimaryKey(
                name,
                parts.stream().flatMap(part -> part.columns().stream()).toList(),
                List.of(),
                parts.get(parts.size() - 1).deferrability());
    }

    private void check(Line line, Set<String> columns, Set<String> names, boolean whole) {
        Constraint constraint = line.constraint();
        if (!constraint.name().isEmpty() && !names.add(constraint.name())) {
            recovery.record(cursor.error(
                    line.place(), "constraint " + Identifier.quote(constraint.name()) + " is declared twice", null));
        }
        // In a table with a wrong line the column may be the one that could not be read.
        List<String> used = new ArrayList<>(whole ? constraint.columns() : List.of());
        if (whole && constraint instanceof PrimaryKey key) {
            used.addAll(key.include());
        } else if (whole && constraint instanceof UniqueConstraint key) {
            used.addAll(key.include());
        }
        for (String column : used) {
            if (!columns.contains(column)) {
                recovery.record(cursor.error(
                        line.place(),
                        "the table has no column " + Identifier.quote(column),
                        Suggestion.didYouMean(column, columns)));
            }
        }
    }

    private Statement.DeclareTable table(
            SourcePosition position,
            ObjectName name,
            Map<String, ColumnDraft> drafts,
            List<Constraint> constraints,
            TableOptions options) {
        Set<String> keys = new HashSet<>();
        constraints.stream().filter(PrimaryKey.class::isInstance).forEach(key -> keys.addAll(key.columns()));
        List<Column> columns = new ArrayList<>();
        List<Sequence> sequences = new ArrayList<>();
        Map<String, SourcePosition> positions = new LinkedHashMap<>();
        for (ColumnDraft draft : drafts.values()) {
            positions.put(draft.name, cursor.position(draft.place));
            if (Boolean.FALSE.equals(draft.notNull) && keys.contains(draft.name)) {
                recovery.record(cursor.error(draft.place, "a column of the primary key cannot be nullable", null));
            }
            Column column = draft.toColumn(name.name());
            if (draft.serial) {
                Sequence sequence = SerialColumn.sequence(name, column);
                sequences.add(sequence);
                column = column.withDefault(SerialColumn.nextValue(sequence.name()));
            }
            columns.add(keys.contains(draft.name) ? column.withNotNull(true) : column);
        }
        return new Statement.DeclareTable(
                position, new Table(name, columns, constraints, options), sequences, Map.copyOf(positions));
    }
}
