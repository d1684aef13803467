package io.qail.migrate;

import io.qail.catalog.AccessDifference;
import io.qail.catalog.Catalog;
import io.qail.catalog.ObjectState;
import io.qail.catalog.ObjectStates;
import io.qail.catalog.RemadeObjects;
import io.qail.catalog.StateStatements;
import io.qail.catalog.StateStatements.Step;
import io.qail.plan.Plan;
import io.qail.plan.RenameEnum;
import io.qail.plan.RunSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what a plan makes again is what it was: owner, privileges and revokes, options, comments, statistics
 * targets, column options, rules, indexes and triggers made by hand, cluster mark, replica identity.
 *
 * <p>The catalogs are read before and after the plan. An object whose oid is gone and whose name is taken by a new one was
 * made again, by the plan or by PostgreSQL itself. Whatever differs is put right unless the scripts changed it, and compared
 * once more.
 */
final class KeptState {

    private static final int ROUNDS = 4;

    /** What a table, a view or a part of it has and the language has a word for: {@link Verification} compares it. */
    private static final Set<String> DECLARED = Set.of(
            "options",
            "toast options",
            "persistence",
            "row security",
            "force row security",
            "storage",
            "compression",
            "default",
            "enabled",
            "unpopulated",
            "parents",
            "row type",
            "comment");

    private final Connection connection;
    private final Intent intent;
    private final RemadeObjects remade;
    private final ObjectStates before;
    private final boolean runsSql;
    private final Set<ObjectState.Key> named = new TreeSet<>(Comparator.comparing(ObjectState.Key::toString));

    private KeptState(Connection connection, Plan plan, ObjectStates before) {
        this.connection = connection;
        this.before = before;
        this.intent = new Intent(plan);
        this.remade = RemadeObjects.of(plan, before);
        this.runsSql = plan.operations().stream().anyMatch(RunSql.class::isInstance);
        plan.operations().stream()
                .filter(operation -> !(operation instanceof RunSql))
                .forEach(operation -> named.add(ObjectState.key(operation.object())));
    }

    /** Reads the catalogs; to be called before the plan runs. */
    static KeptState before(Connection connection, Plan plan) {
        return new KeptState(connection, plan, Catalog.states(connection, false));
    }

    /** Whether the plan drops something to make it again; without a look at the database. */
    static boolean makesAgain(Plan plan) {
        return plan.operations().stream()
                .anyMatch(operation -> operation.action().startsWith("DROP ") || operation instanceof RenameEnum);
    }

    /** One object that has a state to get. */
    private record Kept(ObjectState wanted, @Nullable ObjectState found, boolean same) {}

    /**
     * Gives back what was lost.
     *
     * @return what differs nevertheless, one line for each object; empty when nothing does
     */
    List<String> restore() throws SQLException {
        StateSteps steps = new StateSteps(connection);
        boolean owners = false;
        for (int round = 0; round < ROUNDS; round++) {
            ObjectStates after = Catalog.states(connection, false);
            List<Step> wanted = new ArrayList<>();
            List<Step> privileges = new ArrayList<>();
            for (ObjectState missing : missing(after)) {
                wanted.add(new Step(null, Objects.requireNonNull(missing.definition())));
            }
            for (Kept kept : kept(after)) {
                if (!kept.same() || kept.wanted().kind().equals("ROUTINE")) {
                    List<Step> properties = StateStatements.properties(kept.wanted(), kept.found());
                    owners |= !kept.same() && properties.stream().anyMatch(Step::changesOwner);
                    wanted.addAll(properties);
                }
                if (!kept.same()) {
                    privileges.addAll(access(kept, after).steps());
                }
            }
            if (!steps.run(StateStatements.ordered(wanted, privileges))) {
                break;
            }
        }
        if (owners) {
            refresh(steps);
        }
        return differences(Catalog.states(connection, false), steps.failures());
    }

    /** What differs now, whoever changed it since. */
    List<String> differences() {
        return differences(Catalog.states(connection, false), List.of());
    }

    private List<String> differences(ObjectStates after, List<String> failures) {
        SortedMap<String, String> lines = new TreeMap<>();
        missing(after).forEach(missing -> lines.put(missing.key().toString(), "is not made again"));
        for (Kept kept : kept(after)) {
            List<String> details = new ArrayList<>();
            ObjectStates.lost(kept.wanted(), kept.found())
                    .forEach((property, difference) -> details.add(property + ": " + difference));
            AccessDifference access = access(kept, after);
            if (!access.lost().isEmpty()) {
                details.add("privileges lost: " + String.join(", ", access.lost()));
            }
            if (!kept.same() && !access.gained().isEmpty()) {
                details.add("privileges gained: " + String.join(", ", access.gained()));
            }
            if (!details.isEmpty()) {
                lines.put(kept.wanted().key().toString(), String.join("; ", details));
            }
        }
        List<String> all = new ArrayList<>();
        lines.forEach((object, text) -> all.add(object + ": " + text));
        if (!all.isEmpty()) {
            all.addAll(failures);
        }
        return all;
    }

    /** Owners decide which rows a query sees: what was filled while the migration's role owned something is filled again. */
    private void refresh(StateSteps steps) throws SQLException {
        List<Step> refreshes = new ArrayList<>();
        kept(Catalog.states(connection, false)).stream()
                .filter(kept -> !kept.same() && kept.wanted().kind().equals("MATERIALIZED VIEW"))
                .filter(kept -> kept.wanted().get("unpopulated") == null)
                .sorted(Comparator.comparing(
                        kept -> Objects.requireNonNull(kept.found()).oid()))
                .forEach(kept -> refreshes.add(new Step(
                        null,
                        "REFRESH MATERIALIZED VIEW " + kept.wanted().name().sql())));
        steps.refresh(refreshes);
    }

    private AccessDifference access(Kept kept, ObjectStates after) {
        ObjectState.Key key = kept.wanted().key();
        return before.accessDifference(
                kept.wanted(), after, kept.found(), (grantee, privilege) -> intent.grants(key, grantee, privilege));
    }

    private List<Kept> kept(ObjectStates after) {
        List<Kept> kept = new ArrayList<>();
        for (ObjectState state : before.all()) {
            ObjectState same = after.same(state);
            if (same != null) {
                if (named.contains(same.key())) {
                    kept.add(new Kept(intended(state.at(same.key()), same, true), intended(same, same, true), true));
                }
                continue;
            }
            ObjectState.Key key = successor(state, after);
            if (key == null || (runsSql && !remade.contains(state.key()))) {
                continue;
            }
            ObjectState found = after.find(key);
            kept.add(new Kept(
                    intended(state.at(key), found, false),
                    found == null ? null : intended(found, found, false),
                    false));
        }
        return kept;
    }

    /** Leaves out what the scripts change, and what they have the say in. */
    private ObjectState intended(ObjectState state, @Nullable ObjectState found, boolean same) {
        ObjectState.Key key = state.key();
        boolean table = key.kind().equals("TABLE")
                || (key.kind().equals("COLUMN")
                        && state.get("@view") == null
                        && (found == null || found.get("@view") == null));
        return state.without(property -> !property.startsWith("@")
                && !property.equals("acl")
                && (intent.changes(key, property) || ((same || table) && DECLARED.contains(property))));
    }

    /** What has taken the place of an object that is gone; null where nothing has. */
    private ObjectState.@Nullable Key successor(ObjectState state, ObjectStates after) {
        if (state.isMember()) {
            ObjectState table = before.tableOf(state);
            if (table == null) {
                return null;
            }
            ObjectState now = after.same(table);
            ObjectState.Key key = now == null ? successor(table, after) : now.key();
            ObjectState present = key == null ? null : after.find(key);
            if (present == null) {
                return null;
            }
            String member = state.kind().equals("COLUMN") ? intent.renamed(table, state.member()) : state.member();
            ObjectState.Key found = new ObjectState.Key(state.kind(), present.name(), member);
            if (state.kind().equals("COLUMN")) {
                return present.hasColumn(member) ? found : null;
            }
            return isNew(after.find(found)) ? found : null;
        }
        ObjectState.Key same = state.key();
        if (isNew(after.find(same))) {
            return same;
        }
        ObjectState.Key other = remade.successor(same);
        return other != null && isNew(after.find(other)) ? other : null;
    }

    private boolean isNew(@Nullable ObjectState found) {
        return found != null && before.same(found) == null;
    }

    /** What was made by hand on a view that was made again. */
    private List<ObjectState> missing(ObjectStates after) {
        List<ObjectState> missing = new ArrayList<>();
        for (ObjectState state : before.all()) {
            if (state.definition() == null || intent.declares(state.key()) || after.same(state) != null) {
                continue;
            }
            ObjectState table = before.tableOf(state);
            if (table != null
                    && remade.contains(table.key())
                    && after.same(table) == null
                    && successor(table, after) != null
                    && successor(state, after) == null) {
                missing.add(state);
            }
        }
        return missing;
    }

    /** The owners and grantors that the migration's role has to become, each with what it is needed for. */
    Map<String, Set<String>> neededRoles() {
        Map<String, Set<String>> needed = new TreeMap<>();
        for (ObjectState state : before.all()) {
            ObjectState table = before.tableOf(state);
            if (remade.contains(state.key()) || (table != null && remade.contains(table.key()))) {
                before.roles(state)
                        .forEach(role -> needed.computeIfAbsent(role, name -> new TreeSet<>())
                                .add(state.key().toString()));
            }
        }
        return needed;
    }
}
