package io.qail.shadow;

import io.qail.catalog.SqlMessage;
import io.qail.error.EnvironmentException;
import io.qail.error.QailException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies every table as of one moment: all workers see one exported snapshot. Each table is one transaction of the shadow,
 * with its indexes, keys and statistics; after a crash only those that are missing are copied, as of a later moment, and
 * the marks bring all of them together.
 */
final class InitialCopy {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final ShadowContext context;
    private final String shadowName;

    InitialCopy(ShadowContext context, String shadowName) {
        this.context = context;
        this.shadowName = shadowName;
    }

    /** What was copied: tables and rows. */
    record Copied(int tables, long rows) {}

    Copied run(Session primary, List<ShadowTable> tables) throws SQLException {
        if (tables.isEmpty()) {
            return new Copied(0, 0);
        }
        log.info("[3/4] Syncing data … {} tables", tables.size());
        context.tell(listener -> listener.step(3, 4, "Syncing data"));
        List<ShadowTable> largestFirst = largestFirst(primary, tables);
        ExecutorService workers =
                Executors.newFixedThreadPool(Math.min(context.options().parallelism(), tables.size()), work -> {
                    Thread thread = new Thread(work, "qail-shadow-copy");
                    thread.setDaemon(true);
                    return thread;
                });
        primary.beginSnapshot(null);
        try {
            String snapshot =
                    primary.strings("SELECT pg_catalog.pg_export_snapshot()").get(0);
            List<Future<Long>> copies = new ArrayList<>();
            for (ShadowTable table : largestFirst) {
                copies.add(workers.submit(() -> copy(table, snapshot)));
            }
            long rows = 0;
            for (Future<Long> copy : copies) {
                rows += copy.get();
            }
            return new Copied(tables.size(), rows);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QailException failure) {
                throw failure;
            }
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException(
                    "Interrupted while tables were copied", "Sync again: tables that are complete stay.", e);
        } finally {
            workers.shutdownNow();
            primary.rollback();
        }
    }

    private static List<ShadowTable> largestFirst(Session primary, List<ShadowTable> tables) throws SQLException {
        Map<String, Long> pages = primary
                .list(
                        "SELECT n.nspname || '.' || c.relname, coalesce((SELECT sum(p.relpages) FROM pg_catalog.pg_class p"
                                + " WHERE p.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(c.oid))), 0) + c.relpages"
                                + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE c.relkind IN ('r', 'p')",
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return tables.stream()
                .sorted(java.util.Comparator.comparing((ShadowTable table) -> -pages.getOrDefault(
                        table.source().schema() + "." + table.source().name(), 0L)))
                .toList();
    }

    private long copy(ShadowTable table, String snapshot) throws SQLException {
        String name = table.target().display(context.defaultSchema());
        try (Session from = context.primary();
                Session to = context.open(shadowName)) {
            from.beginSnapshot(snapshot);
            to.begin();
            to.execute("TRUNCATE " + table.targetOnly());
            // Emptied by this transaction, an ordinary table takes rows that no later VACUUM has to freeze.
            boolean freeze = !table.parted();
            long rows = from.pipe(
                    table.query(),
                    to,
                    table.into(),
                    CopyFormat.of(table, from, to),
                    freeze,
                    copied -> context.tell(listener -> listener.copying(name, copied)));
            for (String sql : StateTables.afterCopy(to, table.target())) {
                to.execute(sql);
            }
            to.execute("ANALYZE " + table.target().sql());
            StateTables.copied(to, table);
            to.commit();
            log.info("[3/4] Syncing data … ✓ {} ({} rows)", name, String.format("%,d", rows));
            context.tell(listener -> listener.copied(name, rows));
            return rows;
        } catch (SQLException e) {
            throw new EnvironmentException(
                    "The rows of " + name + " do not fit into the shadow: " + SqlMessage.full(e),
                    "Correct the rows or the scripts; abort the shadow and create it again. The primary serves on.",
                    SqlMessage.withoutValues(e));
        }
    }
}
