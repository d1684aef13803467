package io.qail.language;

import io.qail.error.ScriptException;
import io.qail.schema.DataType;
import io.qail.schema.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads {@code .qail} text. Pure and thread-safe; takes time and memory in proportion to the text. */
public final class QailParser {

    private static final String DEPENDS = "depends:";

    private QailParser() {}

    /**
     * The statements of a file.
     *
     * @param defaultSchema the schema of every object that is named without one
     * @throws ScriptException with every finding of the file (at most about a hundred)
     */
    public static ParsedFile parse(SourceFile file, String defaultSchema) {
        LineMap lines = new LineMap(file);
        Findings findings = new Findings(lines);
        List<Statement> statements = statements(file, defaultSchema, lines, findings);
        findings.throwIfAny();
        return new ParsedFile(file, depends(file.text()), statements);
    }

    private static List<Statement> statements(SourceFile file, String defaultSchema, LineMap lines, Findings findings) {
        int nul = file.text().indexOf('\0');
        if (nul >= 0) {
            findings.add(new SyntaxError(nul, "there is a NUL character, which PostgreSQL cannot store", null));
            return List.of();
        }
        try {
            Cursor cursor = new Cursor(file, lines, defaultSchema);
            return new StatementReader(cursor, new Recovery(cursor, findings)).readAll();
        } catch (SyntaxError error) {
            // The very first token, or the one behind a brace, cannot be read.
            findings.add(error);
            return List.of();
        } catch (Recovery.Stop stop) {
            return List.of();
        }
    }

    /**
     * A type in any spelling that PostgreSQL or QAIL knows, in the canonical words of {@code format_type}. A bare name
     * that is not built in stays without schema.
     *
     * @throws ScriptException if the text is no type
     */
    public static DataType parseType(String text) {
        SourceFile file = new SourceFile("type", text.strip());
        LineMap lines = new LineMap(file);
        Findings findings = new Findings(lines);
        try {
            Cursor cursor = new Cursor(file, lines, "");
            DataType type = new TypeReader(cursor).read();
            if (!cursor.atEnd()) {
                throw cursor.unexpected("the end of the type", List.of());
            }
            return type;
        } catch (SyntaxError error) {
            findings.add(error);
            throw findings.exception();
        }
    }

    /** The versions that the comment lines at the head of the file name. */
    private static List<String> depends(String text) {
        List<String> versions = new ArrayList<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            String comment = line.strip();
            if (comment.isEmpty()) {
                continue;
            }
            if (!comment.startsWith("--") && !comment.startsWith("#")) {
                break;
            }
            String metadata =
                    comment.substring(comment.startsWith("--") ? 2 : 1).stripLeading();
            if (metadata.toLowerCase(Locale.ROOT).startsWith(DEPENDS)) {
                Arrays.stream(metadata.substring(DEPENDS.length()).split(","))
                        .map(String::strip)
                        .filter(version -> !version.isEmpty())
                        .forEach(versions::add);
            }
        }
        return versions;
    }
}
