package io.qail.plan;

import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes the roles and expressions of a policy. */
public record AlterPolicy(Policy from, Policy to) implements TableOperation {

    /** PostgreSQL can replace an expression, not take it away. */
    static boolean isPossible(Policy from, Policy to) {
        return from.address().equals(to.address())
                && from.permissive() == to.permissive()
                && from.command().equals(to.command())
                && (from.using() == null) == (to.using() == null)
                && (from.check() == null) == (to.check() == null);
    }

    @Override
    public ObjectName table() {
        return to.table();
    }

    @Override
    public String action() {
        return "ALTER POLICY";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return to.address();
    }

    @Override
    public List<String> statements() {
        String roles = to.roles().isEmpty()
                ? "PUBLIC"
                : to.roles().stream().map(Identifier::quote).collect(Collectors.joining(", "));
        return List.of("ALTER POLICY " + Identifier.quote(to.name()) + " ON "
                + to.table().sql()
                + (from.roles().equals(to.roles()) ? "" : " TO " + roles)
                + clause(" USING (", from.using(), to.using())
                + clause(" WITH CHECK (", from.check(), to.check()));
    }

    private static String clause(String words, @Nullable Expression before, @Nullable Expression after) {
        return after == null || Objects.equals(before, after) ? "" : words + after + ")";
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new AlterPolicy(to, from));
    }
}
