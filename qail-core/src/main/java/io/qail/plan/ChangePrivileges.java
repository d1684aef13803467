package io.qail.plan;

import io.qail.schema.Grant;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Grants and revokes what one role may do with one object, or with objects that are made later.
 *
 * @param object the object; a column for privileges on a column
 * @param grantee empty for PUBLIC
 * @param from what differs from PostgreSQL's own choice before
 * @param to the same afterwards
 * @param onColumns what the role keeps of the object's columns: PostgreSQL, which takes away from every column what it takes
 *     away from a table (REVOKE, "Notes"), is told it again
 */
public record ChangePrivileges(
        ObjectAddress object, String grantee, SortedSet<Grant> from, SortedSet<Grant> to, SortedSet<Grant> onColumns)
        implements TablelessOperation {

    public ChangePrivileges {
        from = Collections.unmodifiableSortedSet(new TreeSet<>(from));
        to = Collections.unmodifiableSortedSet(new TreeSet<>(to));
        onColumns = Collections.unmodifiableSortedSet(new TreeSet<>(onColumns));
    }

    /** One privilege for one who does not have it. */
    private static ChangePrivileges giving(Grant grant) {
        return new ChangePrivileges(
                grant.target(), grant.grantee(), new TreeSet<>(), new TreeSet<>(Set.of(grant)), new TreeSet<>());
    }

    @Override
    public String action() {
        return changing(ChangePrivileges::isTaken).isEmpty() ? "GRANT" : "REVOKE";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public List<String> statements() {
        List<String> statements = new ArrayList<>();
        List<String> taken = changing(ChangePrivileges::isTaken);
        List<String> takenOptions = changing((before, after) -> before == State.GRANTABLE && after == State.HELD);
        add(statements, "REVOKE ", taken, " FROM ", "");
        add(statements, "REVOKE GRANT OPTION FOR ", takenOptions, " FROM ", "");
        for (Grant grant : onColumns) {
            if (taken.contains(grant.privilege()) || takenOptions.contains(grant.privilege())) {
                statements.addAll(giving(grant).statements());
            }
        }
        add(statements, "GRANT ", changing(ChangePrivileges::isGiven), " TO ", "");
        add(
                statements,
                "GRANT ",
                changing((before, after) -> before != State.GRANTABLE && after == State.GRANTABLE),
                " TO ",
                " WITH GRANT OPTION");
        return List.copyOf(statements);
    }

    private static boolean isTaken(State before, State after) {
        return (before.compareTo(State.REVOKED) > 0 && after == State.DEFAULT)
                || (before != State.REVOKED && after == State.REVOKED);
    }

    private static boolean isGiven(State before, State after) {
        return before.compareTo(State.REVOKED) <= 0
                && (after == State.HELD || (before == State.REVOKED && after == State.DEFAULT));
    }

    private void add(List<String> statements, String verb, List<String> privileges, String preposition, String end) {
        if (privileges.isEmpty()) {
            return;
        }
        String column = object.kind() == ObjectKind.COLUMN ? " (" + Identifier.quote(member()) + ")" : "";
        String list = String.join(
                ", ", privileges.stream().map(privilege -> privilege + column).toList());
        statements.add(prefix() + verb + list + " ON " + target() + preposition
                + (grantee.isEmpty() ? "PUBLIC" : Identifier.quote(grantee)) + end);
    }

    private String prefix() {
        if (object.kind() != ObjectKind.DEFAULT_PRIVILEGES) {
            return "";
        }
        return "ALTER DEFAULT PRIVILEGES "
                + (object.member() == null ? "" : "FOR ROLE " + Identifier.quote(object.member()) + " ")
                + (object.name().schema().isEmpty()
                        ? ""
                        : "IN SCHEMA " + Identifier.quote(object.name().schema()) + " ");
    }

    private String target() {
        return switch (object.kind()) {
            case COLUMN, VIEW, MATERIALIZED_VIEW -> "TABLE " + object.name().sql();
            case AGGREGATE -> "FUNCTION " + object.name().sql() + "(" + member() + ")";
            case DEFAULT_PRIVILEGES -> object.name().name();
            default -> object.sql();
        };
    }

    private String member() {
        return String.valueOf(object.member());
    }

    /** The privileges that change as the condition on the states before and after says. */
    private List<String> changing(BiPredicate<State, State> condition) {
        return Stream.concat(from.stream(), to.stream())
                .map(Grant::privilege)
                .distinct()
                .sorted()
                .filter(privilege -> condition.test(State.of(from, privilege), State.of(to, privilege)))
                .toList();
    }

    /** How a privilege is held. */
    private enum State {
        /** As PostgreSQL has it by itself. */
        DEFAULT,
        REVOKED,
        HELD,
        GRANTABLE;

        static State of(SortedSet<Grant> grants, String privilege) {
            return grants.stream()
                    .filter(grant -> grant.privilege().equals(privilege))
                    .map(grant -> grant.revoked() ? REVOKED : grant.grantable() ? GRANTABLE : HELD)
                    .findFirst()
                    .orElse(DEFAULT);
        }
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new ChangePrivileges(object, grantee, to, from, onColumns));
    }
}
