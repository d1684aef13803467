package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.ExpressionEquivalence;
import io.qail.catalog.LiveSchema;
import io.qail.drift.Difference;
import io.qail.error.HistoryException;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.HistoryType;
import io.qail.plan.Plan;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the job of a {@link Transition}.
 *
 * <ol>
 *   <li>A versioned history is refused: the next of its scripts would not fit any more.
 *   <li>The database has to be what the first schema says, and what the history says, where there is one. What neither
 *       schema knows is somebody else's.
 *   <li>A database without history begins one with a baseline of the first schema.
 * </ol>
 */
final class TransitionJob implements NextJob {

    private final Transition transition;
    private final Baseline baseline;

    TransitionJob(Transition transition, Baseline baseline) {
        this.transition = transition;
        this.baseline = baseline;
    }

    /** Empty when the newest version is the second schema already. */
    @Override
    public Optional<Job> job(Connection connection, HistoryState history, String defaultSchema) throws SQLException {
        Optional<Job> job = plan(connection, history, defaultSchema);
        if (job.isPresent() && history.isEmpty() && !job.get().base().isEmpty()) {
            baseline.begin(
                    connection,
                    job.get().base(),
                    transition.from().name(),
                    transition.from().checksum());
        }
        return job;
    }

    /** The same without a word in the history. */
    Optional<Job> plan(Connection connection, HistoryState history, String defaultSchema) throws SQLException {
        checkNotVersioned(history);
        Optional<HistoryEntry> latest = history.latest();
        if (latest.filter(entry -> entry.checksum().equals(transition.to().checksum()))
                .isPresent()) {
            return Optional.empty();
        }
        DeclaredSchema to = new DeclaredSchema(transition.to(), defaultSchema);
        LiveSchema live = Catalog.read(connection, defaultSchema);
        Schema from = checkedBase(connection, live, to.schema(connection), defaultSchema);
        Schema base = history.isEmpty() ? from : HistorySchema.parse(history, defaultSchema);
        DriftCheck.apply(DriftPolicy.FAIL, connection, base, live, defaultSchema);
        boolean beginsHistory = history.isEmpty() && !from.isEmpty();
        return Optional.of(new Job(
                beginsHistory ? baseline.next() : DeclarativeSource.next(latest),
                transition.from().name() + " to " + transition.to().name(),
                HistoryType.DECLARATIVE,
                transition.to().name(),
                transition.to().checksum(),
                base,
                new Shown(new Forward(base, to.change(connection, base, transition.absence())), transition.planHash()),
                Map.of()));
    }

    static void checkNotVersioned(HistoryState history) {
        history.latest().filter(entry -> entry.type() == HistoryType.VERSIONED).ifPresent(entry -> {
            throw new HistoryException(
                    "The history of this database was made by versioned scripts (newest " + entry.version()
                            + "): a step from schema to schema would not fit between them",
                    "Write a new version and apply it; take versions back with a rollback. Nothing was changed.");
        });
    }

    private Schema checkedBase(Connection connection, LiveSchema live, Schema target, String defaultSchema)
            throws SQLException {
        Schema from = new DeclaredSchema(transition.from(), defaultSchema).schema(connection);
        List<Difference> differences = DriftCheck.differences(connection, from, live, defaultSchema).stream()
                .filter(difference -> concerns(difference, target))
                .toList();
        if (!differences.isEmpty()) {
            throw new HistoryException(
                    "The database is not what " + transition.from().name() + " says:\n    "
                            + differences.stream()
                                    .map(d -> d.object().kind() + " "
                                            + d.object().display(defaultSchema) + ": " + d.detail())
                                    .collect(Collectors.joining("\n    ")),
                    "Name the schema that the database has now; `qail pull` writes it down. Nothing was changed.");
        }
        return ExpressionEquivalence.rephrase(connection, from, live.schema(), defaultSchema);
    }

    /** Things that are there and in neither schema are somebody else's, but not a column of one of its tables. */
    private static boolean concerns(Difference difference, Schema target) {
        ObjectAddress object = difference.object();
        return difference.kind() != Difference.Kind.UNEXPECTED
                || object.kind() == ObjectKind.COLUMN
                || target.contains(object);
    }

    /** The way that a person has seen. */
    private record Shown(Way way, @Nullable String planHash) implements Way {

        @Override
        public Plan plan(Connection connection, LiveSchema live, String defaultSchema) throws SQLException {
            Plan plan = way.plan(connection, live, defaultSchema);
            if (planHash != null && !planHash.equals(plan.hash())) {
                throw new HistoryException(
                        "The plan is not the one that was shown: the database was changed meanwhile",
                        "Look at the new plan, and confirm that. Nothing was changed.");
            }
            return plan;
        }

        @Override
        public String historyText(Schema reached, String defaultSchema) {
            return way.historyText(reached, defaultSchema);
        }
    }
}
