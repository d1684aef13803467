package io.qail.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.catalog.LiveSchema;
import io.qail.corpus.CorpusDatabase.RefusedStatement;
import io.qail.corpus.Outcome.Verdict;
import io.qail.error.QailException;
import io.qail.language.ParsedFile;
import io.qail.language.QailFormatter;
import io.qail.language.QailParser;
import io.qail.language.SchemaReader;
import io.qail.language.SourceFile;
import io.qail.plan.Absence;
import io.qail.plan.Change;
import io.qail.plan.Plan;
import io.qail.plan.Planner;
import io.qail.pull.Pulled;
import io.qail.schema.Schema;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Schemas that others have written. {@code -Dqail.corpus=DIR} names a directory with {@code schemas/NAME.sql}, whole
 * databases, and {@code pairs/NAME/a.sql} and {@code b.sql}, the schema before and after; {@code -Dqail.corpus.only=REGEX}
 * chooses among their names. The details go to {@code target/corpus}.
 */
@Tag("corpus")
@EnabledIfSystemProperty(named = "qail.corpus", matches = ".+")
@PostgresTest
class CorpusTests {

    private static final int THREADS = Integer.getInteger("qail.corpus.threads", 2);

    private static final Schema EMPTY = Schema.EMPTY;

    private final TestDatabase template;

    CorpusTests(TestDatabase template) {
        this.template = template;
    }

    @Test
    void aPulledSchemaMakesTheSameDatabaseAgain() throws Exception {
        List<Outcome> outcomes = run("schemas", this::pullAndMakeAgain);
        assertThat(outcomes).allMatch(outcome -> outcome.verdict().passes());
    }

    @Test
    void thePlanBetweenTwoSchemasLeadsFromOneToTheOtherAndBack() throws Exception {
        List<Outcome> outcomes = run("pairs", this::thereAndBack);
        assertThat(outcomes).noneMatch(outcome -> outcome.verdict() == Verdict.WRONG);
        assertThat(Outcome.passed(outcomes)).isGreaterThanOrEqualTo(95);
    }

    private interface Case {
        List<Outcome> run(String name, Path path) throws IOException, SQLException;
    }

    private List<Outcome> pullAndMakeAgain(String name, Path path) throws IOException, SQLException {
        try (CorpusDatabase original = new CorpusDatabase(template);
                CorpusDatabase copy = new CorpusDatabase(template)) {
            List<String> refused = original.load(Files.readString(path));
            Pulled pulled = original.pull();
            SortedSet<String> expected = original.catalog();
            String notes = expected.size() + " lines, "
                    + (refused.isEmpty() ? "" : refused.size() + " statements not loaded, the first: " + refused.get(0))
                    + (pulled.unmanaged().isEmpty() ? "" : "\nnot managed: " + pulled.unmanaged());
            Outcome outcome = way(
                    name,
                    copy,
                    () -> Planner.plan(EMPTY, Change.to(read(pulled.text()))),
                    expected,
                    pulled.unmanaged());
            return List.of(new Outcome(name, outcome.verdict(), (notes + "\n" + outcome.detail()).strip()));
        }
    }

    private List<Outcome> thereAndBack(String name, Path path) throws IOException, SQLException {
        try (CorpusDatabase one = new CorpusDatabase(template);
                CorpusDatabase other = new CorpusDatabase(template)) {
            List<String> refused = new ArrayList<>(one.load(Files.readString(path.resolve("a.sql"))));
            refused.addAll(other.load(Files.readString(path.resolve("b.sql"))));
            if (!refused.isEmpty()) {
                return List.of(new Outcome(name, Verdict.NOT_LOADED, refused.get(0)));
            }
            List<String> unmanaged = new ArrayList<>(one.pull().unmanaged());
            unmanaged.addAll(other.pull().unmanaged());
            LiveSchema a = one.read();
            LiveSchema b = other.read();
            SortedSet<String> before = one.catalog();
            SortedSet<String> after = other.catalog();
            List<Outcome> outcomes = new ArrayList<>();
            outcomes.add(way(name + " there", one, () -> plan(a.schema(), b.schema()), after, unmanaged));
            outcomes.add(way(name + " back", other, () -> plan(b.schema(), a.schema()), before, unmanaged));
            if (outcomes.get(0).verdict().passes()) {
                outcomes.add(way(
                        name + " inverse",
                        one,
                        () -> plan(a.schema(), b.schema()).inverse(),
                        before,
                        unmanaged));
            }
            return outcomes;
        }
    }

    private interface PlanSource {
        Plan get();
    }

    private static Outcome way(
            String name,
            CorpusDatabase database,
            PlanSource source,
            SortedSet<String> expected,
            Collection<String> unmanaged)
            throws SQLException {
        Plan plan;
        try {
            plan = source.get();
        } catch (QailException e) {
            return new Outcome(name, Verdict.REFUSED, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            return new Outcome(name, Verdict.FAILED, "a bug: " + stackTrace(e));
        }
        try {
            database.apply(plan);
        } catch (RefusedStatement e) {
            return new Outcome(name, Verdict.FAILED, e.getMessage() + "\n" + plan.describe("public"));
        }
        List<String> difference = FullCatalog.difference(expected, database.catalog());
        if (difference.isEmpty()) {
            return new Outcome(name, Verdict.SAME, "");
        }
        if (difference.stream().allMatch(line -> line.contains(": position = "))) {
            return new Outcome(name, Verdict.SAME_BUT_ORDER, "");
        }
        String detail = "- missing, + too much\n" + String.join("\n", difference) + "\n" + plan.describe("public");
        List<String> unexplained = difference.stream()
                .filter(line -> !line.contains(": position = ") && !isExplained(line, unmanaged))
                .toList();
        return unexplained.isEmpty()
                ? new Outcome(name, Verdict.UNMANAGED, unmanaged + "\n" + detail)
                : new Outcome(name, Verdict.WRONG, unmanaged + "\nunexplained: " + unexplained.get(0) + "\n" + detail);
    }

    /** Whether the object of the line, or its table, is among those that QAIL says it does not manage entirely. */
    private static boolean isExplained(String line, Collection<String> unmanaged) {
        boolean aboutOwner = line.contains(": owner = ") || line.startsWith("privileges ", 2);
        if (aboutOwner && unmanaged.stream().anyMatch(text -> text.endsWith(" of everything else"))) {
            return true;
        }
        String head = line.substring(2, line.indexOf(": "));
        int arguments = head.indexOf('(');
        String object = head.substring(head.lastIndexOf(' ', arguments < 0 ? head.length() : arguments) + 1);
        int member = arguments < 0 ? object.lastIndexOf('.') : -1;
        String table = member < 0 || object.indexOf('.') == member ? object : object.substring(0, member);
        return unmanaged.stream().anyMatch(text -> text.contains(object) || text.contains(table));
    }

    /** To the other schema, after it was written as a file and read again. */
    private static Plan plan(Schema from, Schema to) {
        String text = QailFormatter.format(to, CorpusDatabase.DEFAULT_SCHEMA);
        if (!read(text).equals(to)) {
            throw new AssertionError("read back differently:\n" + text);
        }
        return Planner.plan(
                from, Planner.declare(from, List.of(parsed(text)), CorpusDatabase.DEFAULT_SCHEMA, Absence.DROPS));
    }

    private static Schema read(String text) {
        return SchemaReader.toSchema(List.of(parsed(text)), CorpusDatabase.DEFAULT_SCHEMA);
    }

    private static ParsedFile parsed(String text) {
        return QailParser.parse(new SourceFile("schema.qail", text), CorpusDatabase.DEFAULT_SCHEMA);
    }

    private static List<Outcome> run(String kind, Case each) throws IOException, InterruptedException {
        Path directory = Path.of(System.getProperty("qail.corpus"), kind);
        String only = System.getProperty("qail.corpus.only", "");
        List<Path> paths;
        try (Stream<Path> list = Files.list(directory)) {
            paths = list.filter(path -> name(path).matches("(?s).*" + only + ".*"))
                    .sorted()
                    .toList();
        }
        List<Outcome> outcomes = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<Outcome>>> futures = paths.stream()
                    .map(path -> threads.submit(() -> each.run(name(path), path)))
                    .toList();
            for (int i = 0; i < futures.size(); i++) {
                try {
                    outcomes.addAll(futures.get(i).get());
                } catch (ExecutionException e) {
                    outcomes.add(new Outcome(name(paths.get(i)), Verdict.FAILED, "a bug: " + stackTrace(e)));
                }
            }
        } finally {
            threads.shutdownNow();
        }
        report(kind, outcomes);
        return outcomes;
    }

    private static void report(String kind, List<Outcome> outcomes) throws IOException {
        Path report = Files.createDirectories(Path.of("target", "corpus")).resolve(kind + ".txt");
        List<String> lines = new ArrayList<>();
        lines.add(Outcome.summary(outcomes));
        outcomes.stream()
                .sorted(Comparator.comparing(Outcome::verdict).reversed())
                .forEach(outcome -> lines.add(outcome.toString()));
        Files.write(report, lines);
        System.out.println(kind + ": " + Outcome.summary(outcomes) + " (" + report.toAbsolutePath() + ")");
    }

    private static String name(Path path) {
        return path.getFileName().toString().replace(".sql", "");
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
