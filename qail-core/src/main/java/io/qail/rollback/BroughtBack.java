package io.qail.rollback;

import io.qail.catalog.AccessDifference;
import io.qail.catalog.Catalog;
import io.qail.catalog.ObjectState;
import io.qail.catalog.ObjectStates;
import io.qail.catalog.StateStatements;
import io.qail.catalog.StateStatements.Step;
import io.qail.migrate.StateSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the objects that come back the state that the snapshot kept of them, and makes what was made by hand on them. What
 * cannot be brought back is named in the report, with PostgreSQL's reason.
 */
final class BroughtBack {

    private static final int ROUNDS = 4;

    private final Connection connection;
    private final List<ObjectState> wanted;

    private BroughtBack(Connection connection, List<ObjectState> wanted) {
        this.connection = connection;
        this.wanted = wanted;
    }

    static void restore(Connection connection, List<ObjectState> wanted, Report report) throws SQLException {
        if (!wanted.isEmpty()) {
            new BroughtBack(connection, wanted).restore(report);
        }
    }

    /** Makes those that do not exist. */
    static void make(Connection connection, List<ObjectState> wanted) throws SQLException {
        if (wanted.stream().allMatch(state -> state.definition() == null)) {
            return;
        }
        ObjectStates present = Catalog.states(connection, false);
        List<Step> steps = new ArrayList<>();
        for (ObjectState state : wanted) {
            if (state.definition() != null && present.find(state.key()) == null) {
                steps.add(new Step(null, state.definition()));
            }
        }
        new StateSteps(connection).run(steps);
    }

    private void restore(Report report) throws SQLException {
        StateSteps steps = new StateSteps(connection);
        for (int round = 0; round < ROUNDS; round++) {
            ObjectStates after = Catalog.states(connection, true);
            List<Step> properties = new ArrayList<>();
            List<Step> privileges = new ArrayList<>();
            for (ObjectState state : wanted) {
                ObjectState found = after.find(state.key());
                if (found == null && state.definition() != null) {
                    properties.add(new Step(null, state.definition()));
                } else if (found != null || isColumn(state, after)) {
                    properties.addAll(StateStatements.properties(state, found));
                    privileges.addAll(access(state, after, found).steps());
                }
            }
            if (!steps.run(StateStatements.ordered(properties, privileges))) {
                break;
            }
        }
        ObjectStates after = Catalog.states(connection, true);
        wanted.forEach(state -> remark(state, after, steps.failures(), report));
    }

    /** A column that has nothing but its type is in no reading. */
    private static boolean isColumn(ObjectState state, ObjectStates after) {
        if (!state.kind().equals("COLUMN")) {
            return false;
        }
        for (String kind : List.of("TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE", "TYPE")) {
            ObjectState relation = after.find(new ObjectState.Key(kind, state.name(), ""));
            if (relation != null && relation.hasColumn(state.member())) {
                return true;
            }
        }
        return false;
    }

    private static AccessDifference access(ObjectState state, ObjectStates after, @Nullable ObjectState found) {
        return after.accessDifference(state, after, found, (grantee, privilege) -> false);
    }

    private static void remark(ObjectState state, ObjectStates after, List<String> failures, Report report) {
        ObjectState found = after.find(state.key());
        List<String> lost = new ArrayList<>();
        if (found == null && !isColumn(state, after)) {
            lost.add("it does not exist");
        } else {
            ObjectStates.lost(state, found).forEach((property, text) -> lost.add(property + ": " + text));
            AccessDifference access = access(state, after, found);
            access.lost().forEach(privilege -> lost.add("privilege " + privilege));
            access.gained().forEach(privilege -> lost.add("without privilege " + privilege));
        }
        if (!lost.isEmpty()) {
            String name = state.name().sql();
            String reasons = String.join(
                    "; ",
                    failures.stream().filter(failure -> failure.contains(name)).toList());
            report.remark("Not brought back: " + state.key() + ": " + String.join("; ", lost)
                    + (reasons.isEmpty() ? "" : " (" + reasons + ")"));
        }
    }
}
