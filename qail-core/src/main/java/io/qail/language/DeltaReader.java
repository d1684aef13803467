package io.qail.language;

import io.qail.error.SourcePosition;
import io.qail.language.Token.Kind;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import java.util.List;
import java.util.Set;

/** Reads the verbs of a versioned script: {@code add}, {@code alter}, {@code copy}, {@code sql}. */
final class DeltaReader {

    private static final List<String> VERBS = List.of("add", "drop", "set", "reset", "attach", "detach");

    private final Cursor cursor;
    private final ColumnReader columns;
    private final ConstraintReader constraints;

    DeltaReader(Cursor cursor) {
        this.cursor = cursor;
        this.columns = new ColumnReader(cursor);
        this.constraints = new ConstraintReader(cursor);
    }

    /** Behind the word {@code add}. */
    Statement add(SourcePosition position) {
        if (cursor.atKeyword("column") && Cursor.isName(cursor.peekSecond())) {
            cursor.next();
        }
        Token place = cursor.peek();
        Cursor.Member member = cursor.member("the new column");
        return addColumn(position, member.table(), columns.read(lastTokenOf(place), member.name()));
    }

    private Statement addColumn(SourcePosition position, ObjectName table, ColumnDraft draft) {
        Column column = draft.toColumn(table.name());
        Sequence sequence = draft.serial ? SerialColumn.sequence(table, column) : null;
        if (sequence != null) {
            column = column.withDefault(SerialColumn.nextValue(sequence.name()));
        }
        return new Statement.AddColumn(position, table, column, named(table, draft), sequence);
    }

    private static List<Constraint> named(ObjectName table, ColumnDraft draft) {
        return ConstraintNames.complete(table.name(), Set.of(draft.name), draft.constraints);
    }

    /** Behind the word {@code alter}. */
    Statement alter(SourcePosition position) {
        if (cursor.acceptKeyword("default_privileges")) {
            return new GrantReader(cursor).ofLaterObjects(position);
        }
        boolean table = cursor.atKeyword("table") && Cursor.isName(cursor.peekSecond());
        if (table || (cursor.atKeyword("column") && Cursor.isName(cursor.peekSecond()))) {
            cursor.next();
        }
        Token place = cursor.peek();
        List<String> path = cursor.path("a table or column");
        boolean verb = !cursor.atLineEnd() && Cursor.isName(cursor.peekSecond());
        if (verb && cursor.acceptKeyword("add")) {
            return alterAdd(position, table(place, path));
        }
        if (verb && cursor.acceptKeyword("drop")) {
            return alterDrop(position, table(place, path));
        }
        if (path.size() <= 2 && !cursor.atLineEnd()) {
            Statement alteration = new TableVerbReader(cursor).alter(position, place, path);
            if (alteration != null) {
                return alteration;
            }
        }
        if (path.size() == 1) {
            throw cursor.unexpected("`.column`, or a verb: " + String.join(", ", VERBS), VERBS);
        }
        Cursor.Member member = cursor.member(place, path, "a column");
        ColumnDraft draft = columns.readAltered(lastTokenOf(place), member.name());
        return new Statement.AlterColumn(
                position,
                member.table(),
                member.name(),
                draft.type,
                draft.notNull,
                draft.notNullName,
                draft.defaultValue,
                draft.dropDefault,
                draft.identity,
                draft.dropIdentity,
                draft.generated,
                draft.dropGenerated,
                draft.collation,
                draft.storage,
                draft.compression,
                named(member.table(), draft));
    }

    /** The token that ended the path; what is written of the column begins behind it. */
    private Token lastTokenOf(Token place) {
        return new Token(Kind.WORD, place.start(), cursor.endOfPrevious(), false);
    }

    private ObjectName table(Token place, List<String> path) {
        return switch (path.size()) {
            case 1 -> ObjectName.of(cursor.defaultSchema(), path.get(0));
            case 2 -> ObjectName.of(path.get(0), path.get(1));
            default -> throw cursor.error(place, "a table is expected in front of `add` and `drop`", null);
        };
    }

    private Statement alterAdd(SourcePosition position, ObjectName table) {
        if (constraints.atConstraint()) {
            Constraint constraint = constraints.line();
            Set<String> known = ConstraintNames.possibleColumns(List.of(constraint));
            return new Statement.AddConstraint(
                    position,
                    table,
                    ConstraintNames.complete(table.name(), known, List.of(constraint))
                            .get(0));
        }
        if (cursor.atKeyword("column") && Cursor.isName(cursor.peekSecond())) {
            cursor.next();
        }
        Token place = cursor.peek();
        String name = cursor.name("a constraint or a column");
        cursor.accept(":");
        return addColumn(position, table, columns.read(place, name));
    }

    private Statement alterDrop(SourcePosition position, ObjectName table) {
        boolean column = cursor.acceptKeyword("column");
        if (!column) {
            cursor.expectKeyword("constraint");
        }
        String name = cursor.name(column ? "the name of the column" : "the name of the constraint");
        ObjectAddress target = column ? ObjectAddress.column(table, name) : ObjectAddress.constraint(table, name);
        return new Statement.Drop(position, target, cursor.acceptKeyword("confirm"));
    }

    /** Behind the word {@code copy}. */
    Statement copy(SourcePosition position) {
        ObjectName table = cursor.objectName("the table to load");
        List<String> names = cursor.columnList();
        cursor.expectKeyword("from");
        Token place = cursor.peek();
        String file = cursor.string("the name of a file in quotes");
        if (file.isEmpty() || file.startsWith(".") || file.indexOf('/') >= 0 || file.indexOf('\\') >= 0) {
            throw cursor.error(place, "the file must lie beside the script", "write its plain name: 'cities.csv.gz'");
        }
        return new Statement.CopyFrom(position, table, names, file);
    }

    /** Behind the word {@code sql}; {@code undo} and {@code confirm} may stand on lines of their own. */
    Statement sql(SourcePosition position) {
        String sql = body();
        String undo = cursor.acceptKeyword("undo") ? body() : null;
        return new Statement.RawSql(position, sql, undo, cursor.acceptKeyword("confirm"));
    }

    private String body() {
        if (cursor.peek().kind() != Kind.DOLLAR) {
            throw cursor.unexpected("SQL between $$ and $$", List.of());
        }
        Token place = cursor.peek();
        String body = cursor.string("SQL between $$ and $$");
        if (body.isBlank()) {
            throw cursor.error(place, "there is no SQL between the dollars", null);
        }
        return body;
    }
}
