package io.qail.language;

import io.qail.error.SourcePosition;
import io.qail.schema.EnumType;
import io.qail.schema.Extension;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the statements of a file one after the other. */
final class StatementReader {

    private static final List<String> WORDS = List.of(
            "table",
            "enum",
            "extension",
            "schema",
            "sequence",
            "index",
            "unique",
            "comment",
            "rename",
            "transform",
            "drop",
            "add",
            "alter",
            "copy",
            "sql",
            "bucket",
            "queue",
            "topic");

    private final Cursor cursor;
    private final Recovery recovery;
    private final TableReader tables;
    private final SequenceReader sequences;
    private final IndexReader indexes;
    private final HintReader hints;
    private final DeltaReader deltas;
    private final LaterRelease later;

    private final List<Statement> statements = new ArrayList<>();
    private final Map<ObjectAddress, SourcePosition> declared = new HashMap<>();

    StatementReader(Cursor cursor, Recovery recovery) {
        this.cursor = cursor;
        this.recovery = recovery;
        this.tables = new TableReader(cursor, recovery);
        this.sequences = new SequenceReader(cursor);
        this.indexes = new IndexReader(cursor);
        this.hints = new HintReader(cursor);
        this.deltas = new DeltaReader(cursor);
        this.later = new LaterRelease(cursor);
    }

    List<Statement> readAll() {
        while (!cursor.atEnd()) {
            boolean read = recovery.attempt(this::read, Token::firstOfLine);
            if (cursor.at("}")) {
                stray(read);
            }
        }
        return statements;
    }

    /** A closing brace with nothing open. */
    private void stray(boolean read) {
        // Behind a statement that could not be read it may be the end of that statement's block.
        if (read) {
            recovery.record(cursor.error(cursor.peek(), "there is no open block that this brace closes", null));
        }
        cursor.next();
    }

    private void read() {
        if (cursor.at("}")) {
            return;
        }
        Token place = cursor.peek();
        SyntaxError other = later.statement();
        if (other != null) {
            throw other;
        }
        Statement statement = statement(place, cursor.position(place));
        if (!cursor.atLineEnd()) {
            throw cursor.unexpected("the end of the line", List.of("confirm"));
        }
        once(statement, place);
        statements.add(statement);
    }

    private Statement statement(Token place, SourcePosition position) {
        String word = cursor.word();
        if (cursor.acceptKeyword("unique")) {
            cursor.expectKeyword("index");
            return new Statement.DeclareIndex(position, indexes.read(true));
        }
        if (!WORDS.contains(word) || cursor.is(cursor.peekSecond(), ".")) {
            throw cursor.error(
                    place,
                    "no statement begins with " + cursor.shown(place),
                    Suggestion.didYouMean(cursor.text(place), WORDS));
        }
        cursor.next();
        return switch (word) {
            case "table" -> tables.read(position);
            case "enum" -> new Statement.DeclareEnum(position, enumType());
            case "extension" -> new Statement.DeclareExtension(position, extension());
            case "schema" -> new Statement.DeclareSchema(position, cursor.name("the name of the schema"));
            case "sequence" -> new Statement.DeclareSequence(position, sequences.declaration(recovery));
            case "index" -> new Statement.DeclareIndex(position, indexes.read(false));
            case "comment" -> {
                cursor.expectKeyword("on");
                yield hints.comment(position);
            }
            case "rename" -> hints.rename(position);
            case "transform" -> hints.transform(position);
            case "drop" -> hints.drop(position);
            case "add" -> deltas.add(position);
            case "alter" -> deltas.alter(position);
            case "copy" -> deltas.copy(position);
            case "sql" -> deltas.sql(position);
            default -> notManaged(position, word);
        };
    }

    private EnumType enumType() {
        ObjectName name = cursor.objectName("the name of the enum");
        List<String> labels = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Token open = cursor.peek();
        cursor.expect("{");
        while (!cursor.accept("}")) {
            if (cursor.atEnd()) {
                throw cursor.error(open, "this block is never closed", "add the closing }");
            }
            recovery.attempt(() -> label(labels, seen), token -> token.firstOfLine() || cursor.is(token, ","));
        }
        return new EnumType(name, labels);
    }

    private void label(List<String> labels, Set<String> seen) {
        if (cursor.accept(",")) {
            return;
        }
        Token place = cursor.peek();
        String label = label();
        if (!seen.add(label)) {
            throw cursor.error(place, "the label " + cursor.shown(place) + " comes twice", null);
        }
        labels.add(label);
        if (!cursor.atItemEnd()) {
            throw cursor.unexpected("a comma", List.of());
        }
    }

    /** A label is no identifier: its case is kept. */
    private String label() {
        Token place = cursor.peek();
        String label = switch (place.kind()) {
            case WORD, NUMBER -> cursor.text(cursor.next());
            case QUOTED, STRING -> cursor.string("a label");
            default -> throw cursor.unexpected("a label, or `}`", List.of());
        };
        if (label.isEmpty() || Identifier.isTooLong(label)) {
            throw cursor.error(place, "a label has 1 to " + Identifier.MAX_BYTES + " bytes", null);
        }
        return label;
    }

    private Extension extension() {
        String name = cursor.name("the name of the extension");
        String schema = null;
        String version = null;
        while (!cursor.atLineEnd()) {
            if (cursor.acceptKeyword("schema")) {
                schema = cursor.name("the schema of the extension");
            } else if (cursor.acceptKeyword("version")) {
                version = cursor.peek().kind() == Token.Kind.NUMBER
                        ? cursor.text(cursor.next())
                        : cursor.string("a version in quotes");
            } else {
                throw cursor.unexpected("the end of the line", List.of("schema", "version"));
            }
        }
        return new Extension(name, schema, version);
    }

    /** An object of QAIL's platform: read past as a whole, its block included. */
    private Statement notManaged(SourcePosition position, String kind) {
        String name = Cursor.isName(cursor.peek()) && !cursor.atLineEnd() ? cursor.name("a name") : "";
        int braces = 0;
        while (!cursor.atEnd() && (braces > 0 || !cursor.atLineEnd() || cursor.at("{"))) {
            if (cursor.at("{")) {
                braces++;
            } else if (cursor.at("}")) {
                braces--;
            }
            cursor.next();
        }
        return new Statement.NotManaged(position, kind, name);
    }

    private void once(Statement statement, Token place) {
        if (statement instanceof Statement.DeclareTable table) {
            once(ObjectAddress.table(table.table().name()), place);
        } else if (statement instanceof Statement.DeclareEnum type) {
            once(ObjectAddress.of(ObjectKind.ENUM, type.type().name()), place);
        } else if (statement instanceof Statement.DeclareSequence declaration) {
            Sequence sequence = declaration.sequence();
            once(ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name()), place);
        } else if (statement instanceof Statement.DeclareIndex declaration) {
            Index index = declaration.index();
            once(ObjectAddress.index(index.name()), place);
        }
    }

    private void once(ObjectAddress address, Token place) {
        SourcePosition first = declared.putIfAbsent(address, cursor.position(place));
        if (first != null) {
            recovery.record(cursor.error(
                    place,
                    address.display(cursor.defaultSchema()) + " is declared twice, first in line " + first.line(),
                    null));
        }
    }
}
