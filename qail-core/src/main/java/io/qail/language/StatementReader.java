package io.qail.language;

import io.qail.error.SourcePosition;
import io.qail.schema.Extension;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.SchemaObject;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the statements of a file one after the other. */
final class StatementReader {

    private static final List<String> WORDS = List.of(
            "table",
            "unlogged",
            "enum",
            "domain",
            "type",
            "extension",
            "schema",
            "sequence",
            "index",
            "unique",
            "statistics",
            "view",
            "materialized",
            "materialized_view",
            "function",
            "procedure",
            "aggregate",
            "trigger",
            "constraint",
            "policy",
            "grant",
            "revoke",
            "comment",
            "rename",
            "transform",
            "drop",
            "add",
            "alter",
            "enable_rls",
            "disable_rls",
            "force_rls",
            "no_force_rls",
            "copy",
            "sql",
            "bucket",
            "queue",
            "topic");

    /** Words of SQL that begin nothing here. */
    private static final List<String> SQL = List.of(
            "create", "insert", "update", "delete", "select", "truncate", "do", "call", "set", "begin", "commit");

    private final Cursor cursor;
    private final Recovery recovery;
    private final TableReader tables;
    private final SequenceReader sequences;
    private final IndexReader indexes;
    private final HintReader hints;
    private final DeltaReader deltas;
    private final ObjectReader objects;
    private final GrantReader grants;

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
        this.objects = new ObjectReader(cursor, recovery);
        this.grants = new GrantReader(cursor);
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
        if (SQL.contains(cursor.word())) {
            throw cursor.error(
                    place,
                    cursor.shown(place) + " is a statement of SQL, not of this language",
                    "tables and indexes are written without `create`; other SQL goes into sql $$ … $$ of a versioned script");
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
        if (cursor.acceptKeyword("unlogged")) {
            cursor.expectKeyword("table");
            return tables.read(position, true);
        }
        for (String verb : TableVerbReader.ROW_SECURITY) {
            if (cursor.acceptKeyword(verb)) {
                return new TableVerbReader(cursor).rowSecurity(position, verb);
            }
        }
        if (!WORDS.contains(word) || cursor.is(cursor.peekSecond(), ".")) {
            throw cursor.error(
                    place,
                    "no statement begins with " + cursor.shown(place),
                    Suggestion.didYouMean(cursor.text(place), WORDS));
        }
        SchemaObject object = objects.read();
        if (object != null) {
            return new Statement.DeclareObject(position, object);
        }
        cursor.next();
        return switch (word) {
            case "table" -> tables.read(position, false);
            case "enum" -> new Statement.DeclareEnum(position, new EnumReader(cursor, recovery).read());
            case "extension" -> new Statement.DeclareExtension(position, extension());
            case "schema" -> new Statement.DeclareSchema(position, cursor.name("the name of the schema"));
            case "sequence" -> new Statement.DeclareSequence(position, sequences.declaration(recovery));
            case "index" -> new Statement.DeclareIndex(position, indexes.read(false));
            case "grant" -> grants.grant(position);
            case "revoke" -> grants.revoke(position);
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
        } else if (statement instanceof Statement.DeclareObject declaration) {
            once(declaration.object().address(), place);
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
