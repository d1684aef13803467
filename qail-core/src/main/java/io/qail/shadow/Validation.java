package io.qail.shadow;

import io.qail.error.EnvironmentException;
import io.qail.shadow.StateTables.Moment;
import io.qail.shadow.ValidationResult.TableCheck;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares both databases at one moment: a round of catching up whose snapshot of the primary stays open until counts and
 * checksums of both sides are computed through the same mapping. References that the shadow does not enforce yet are looked
 * at by anti-joins.
 */
final class Validation {

    private final ShadowContext context;
    private final Session primary;
    private final Session shadow;
    private final List<ShadowTable> tables;

    Validation(ShadowContext context, Session primary, Session shadow, List<ShadowTable> tables) {
        this.context = context;
        this.primary = primary;
        this.shadow = shadow;
        this.tables = tables;
    }

    ValidationResult run() throws SQLException {
        primary.beginSnapshot(null);
        try {
            new CatchUp(primary, shadow, tables).carryOver(true);
            String snapshot =
                    primary.strings("SELECT pg_catalog.pg_export_snapshot()").get(0);
            List<TableCheck> checks = compare(snapshot);
            // The marks go now: what they say is in the shadow, and a comparison changes nothing.
            primary.commit();
            List<String> problems = new ArrayList<>();
            checks.stream()
                    .filter(check -> !check.equal())
                    .forEach(check -> problems.add(
                            check.primaryRows() == check.shadowRows()
                                    ? "Table " + check.table() + ": " + check.primaryRows()
                                            + " rows on both sides, but not the same values"
                                    : "Table " + check.table() + ": " + check.primaryRows() + " rows in the primary, "
                                            + check.shadowRows() + " in the shadow"));
            problems.addAll(references());
            return new ValidationResult(checks, problems);
        } finally {
            primary.rollback();
        }
    }

    private List<TableCheck> compare(String snapshot) throws SQLException {
        ExecutorService workers = Executors.newFixedThreadPool(context.options().parallelism() * 2, work -> {
            Thread thread = new Thread(work, "qail-shadow-validate");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Sum>> ofPrimary = new ArrayList<>();
            List<Future<Sum>> ofShadow = new ArrayList<>();
            for (ShadowTable table : tables) {
                String text = Rows.text(shadow, table);
                ofPrimary.add(workers.submit(ofPrimary(table, text, snapshot)));
                ofShadow.add(workers.submit(ofShadow(table, text)));
            }
            List<TableCheck> checks = new ArrayList<>();
            for (int i = 0; i < tables.size(); i++) {
                Sum left = ofPrimary.get(i).get();
                Sum right = ofShadow.get(i).get();
                checks.add(new TableCheck(
                        tables.get(i).target().display(context.defaultSchema()),
                        left.rows(),
                        right.rows(),
                        left.checksum(),
                        right.checksum()));
            }
            checks.sort(Comparator.comparing(TableCheck::table));
            return checks;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("Interrupted while both databases were compared", "Validate again.", e);
        } finally {
            workers.shutdownNow();
        }
    }

    private record Sum(long rows, String checksum) {}

    private Callable<Sum> ofPrimary(ShadowTable table, String text, String snapshot) {
        return () -> {
            try (Session session = context.primary()) {
                session.beginSnapshot(snapshot);
                return sum(session, "(" + table.query() + ") AS _qail_rows", text);
            }
        };
    }

    private Callable<Sum> ofShadow(ShadowTable table, String text) {
        return () -> {
            try (Session session = context.open(shadowName())) {
                session.begin();
                return sum(session, table.targetOnly() + " AS _qail_rows", text);
            }
        };
    }

    private String shadowName() throws SQLException {
        return shadow.connection().getCatalog();
    }

    /** The sum of a 64-bit hash of each row's text does not depend on their order. */
    private static Sum sum(Session session, String rows, String text) throws SQLException {
        return session.list(
                        "SELECT count(*), coalesce(sum(pg_catalog.hashtextextended(" + text + ", 0)), 0)::text"
                                + " FROM " + rows,
                        row -> new Sum(row.getLong(1), row.getString(2)))
                .get(0);
    }

    /** Foreign keys are added without a look at the rows that are there: that look is taken here. */
    private List<String> references() throws SQLException {
        List<String> problems = new ArrayList<>();
        for (String check : StateTables.steps(shadow, Moment.CHECK)) {
            shadow.begin();
            shadow.list(
                    check,
                    row -> row.getLong(2) == 0
                            ? false
                            : problems.add("Foreign key " + row.getString(1) + ": " + row.getLong(2)
                                    + " rows point at nothing"));
            shadow.rollback();
        }
        return problems;
    }
}
