package io.qail.schema;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy of row level security.
 *
 * @param command {@code ALL}, {@code SELECT}, {@code INSERT}, {@code UPDATE} or {@code DELETE}
 * @param roles in alphabetical order; empty for PUBLIC
 * @param using null when there is none
 * @param check null when there is none; PostgreSQL then takes {@code using}
 */
public record Policy(
        ObjectName table,
        String name,
        boolean permissive,
        String command,
        List<String> roles,
        @Nullable Expression using,
        @Nullable Expression check)
        implements SchemaObject {

    public Policy {
        roles = roles.stream().sorted().toList();
    }

    @Override
    public ObjectAddress address() {
        return new ObjectAddress(ObjectKind.POLICY, table, name);
    }

    public Policy withTable(ObjectName other) {
        return new Policy(other, name, permissive, command, roles, using, check);
    }

    public Policy withExpressions(@Nullable Expression otherUsing, @Nullable Expression otherCheck) {
        return new Policy(table, name, permissive, command, roles, otherUsing, otherCheck);
    }

    /** Names of roles as SQL: {@code current_user} and its like, which the parser reads as names, must be quoted. */
    @Override
    public List<String> sql() {
        return List.of("CREATE POLICY " + Identifier.quote(name) + " ON " + table.sql()
                + (permissive ? "" : " AS RESTRICTIVE")
                + (command.equals("ALL") ? "" : " FOR " + command)
                + (roles.isEmpty()
                        ? ""
                        : roles.stream().map(Identifier::quote).collect(Collectors.joining(", ", " TO ", "")))
                + (using == null ? "" : " USING (" + using + ")")
                + (check == null ? "" : " WITH CHECK (" + check + ")"));
    }

    @Override
    public SortedSet<ObjectName> tables() {
        return new TreeSet<>(List.of(table));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
