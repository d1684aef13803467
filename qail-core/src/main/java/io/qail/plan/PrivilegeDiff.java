package io.qail.plan;

import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Privileges, after everything else: an object that was made again lost its own. */
final class PrivilegeDiff {

    private static final Set<ObjectKind> COLUMN_HOLDERS =
            Set.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW);

    private PrivilegeDiff() {}

    static void compare(Comparison comparison, PhasedOperations operations) {
        List<Grant> kept = new ArrayList<>();
        List<Grant> lost = new ArrayList<>();
        for (Grant grant : comparison.from.grants()) {
            if (losesUnsaid(comparison, grant.target())) {
                lost.add(grant);
            } else if (!isTakenAlong(comparison, grant.target())) {
                kept.add(grant);
            }
        }
        between(lost, List.of()).forEach(operation -> operations.add(Phase.LOSE_PRIVILEGES, operation));
        between(kept, comparison.to.grants()).forEach(operation -> operations.add(Phase.PRIVILEGES, operation));
    }

    /**
     * The operations for each object and grantee. What is taken from a table comes before what changes on columns, and what is
     * given to it comes behind, so that it is first on the way back too.
     */
    static List<Operation> between(Collection<Grant> from, Collection<Grant> to) {
        Map<ObjectAddress, Map<String, Sides>> holders = new TreeMap<>();
        from.forEach(grant -> sides(holders, grant).from().add(grant));
        to.forEach(grant -> sides(holders, grant).to().add(grant));
        List<Operation> taking = new ArrayList<>();
        List<Operation> changing = new ArrayList<>();
        List<Operation> giving = new ArrayList<>();
        holders.forEach((target, grantees) -> grantees.forEach((grantee, sides) -> {
            if (!COLUMN_HOLDERS.contains(target.kind())) {
                add(changing, target, grantee, sides.from(), sides.to(), List.of());
                return;
            }
            SortedSet<Grant> kept = new TreeSet<>(sides.from());
            kept.removeIf(grant ->
                    sides.to().stream().noneMatch(other -> other.privilege().equals(grant.privilege())));
            add(taking, target, grantee, sides.from(), kept, onColumns(from, target, grantee));
            add(giving, target, grantee, kept, sides.to(), onColumns(to, target, grantee));
        }));
        taking.addAll(changing);
        taking.addAll(giving);
        return List.copyOf(taking);
    }

    private static void add(
            List<Operation> operations,
            ObjectAddress target,
            String grantee,
            SortedSet<Grant> from,
            SortedSet<Grant> to,
            List<Grant> onColumns) {
        if (!from.equals(to)) {
            operations.add(new ChangePrivileges(target, grantee, from, to, new TreeSet<>(onColumns)));
        }
    }

    private static List<Grant> onColumns(Collection<Grant> grants, ObjectAddress target, String grantee) {
        return grants.stream()
                .filter(grant -> grant.target().kind() == ObjectKind.COLUMN
                        && grant.target().name().equals(target.name())
                        && grant.grantee().equals(grantee))
                .toList();
    }

    private record Sides(SortedSet<Grant> from, SortedSet<Grant> to) {}

    private static Sides sides(Map<ObjectAddress, Map<String, Sides>> holders, Grant grant) {
        return holders.computeIfAbsent(grant.target(), target -> new TreeMap<>())
                .computeIfAbsent(grant.grantee(), grantee -> new Sides(new TreeSet<>(), new TreeSet<>()));
    }

    /** What goes by an operation that does not bring privileges back: they are taken away before, so that they are named. */
    private static boolean losesUnsaid(Comparison comparison, ObjectAddress target) {
        Schema to = comparison.to;
        return switch (target.kind()) {
            case ENUM ->
                !to.enums().containsKey(target.name())
                        || comparison.replacedEnums().containsKey(target.name());
            case SEQUENCE -> !to.sequences().containsKey(target.name());
            case SCHEMA ->
                comparison.from.schemas().contains(target.name().name())
                        && !to.schemas().contains(target.name().name());
            default -> false;
        };
    }

    private static boolean isTakenAlong(Comparison comparison, ObjectAddress target) {
        return switch (target.kind()) {
            case TABLE -> !comparison.to.tables().containsKey(target.name());
            case COLUMN ->
                comparison.from.tables().containsKey(target.name())
                        ? comparison.goes(target.name(), String.valueOf(target.member()))
                        : comparison.objects().takeAlong(target);
            default -> comparison.objects().takeAlong(target);
        };
    }
}
