package io.qail.plan;

import io.qail.schema.CheckConstraint;
import io.qail.schema.Domain;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Changes default, NOT NULL and checks of a domain. PostgreSQL reads every table that uses it when a condition is added; a
 * value that violates it makes it fail.
 *
 * @param alongside what goes along in silence, the comments of checks, as the operations that bring it back
 */
public record AlterDomain(Domain from, Domain to, List<Operation> alongside) implements TablelessOperation {

    public AlterDomain {
        alongside = List.copyOf(alongside);
    }

    static boolean isPossible(Domain from, Domain to) {
        return from.type().equals(to.type()) && Objects.equals(from.collation(), to.collation());
    }

    /** The looser of both: whatever either allows. */
    static Domain between(Domain from, Domain to) {
        return new Domain(
                to.name(),
                to.type(),
                to.collation(),
                to.defaultValue(),
                from.notNull() && to.notNull(),
                from.checks().stream().filter(to.checks()::contains).toList());
    }

    @Override
    public String action() {
        return "ALTER DOMAIN";
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
        String alter = "ALTER DOMAIN " + to.name().sql() + " ";
        List<String> statements = new ArrayList<>();
        for (CheckConstraint check : from.checks()) {
            if (!to.checks().contains(check)) {
                statements.add(alter + "DROP CONSTRAINT " + Identifier.quote(check.name()));
            }
        }
        if (!Objects.equals(from.defaultValue(), to.defaultValue())) {
            statements.add(alter + (to.defaultValue() == null ? "DROP DEFAULT" : "SET DEFAULT " + to.defaultValue()));
        }
        if (from.notNull() != to.notNull()) {
            statements.add(alter + (to.notNull() ? "SET NOT NULL" : "DROP NOT NULL"));
        }
        for (CheckConstraint check : to.checks()) {
            if (!from.checks().contains(check)) {
                statements.add(alter + "ADD " + check.sql());
            }
        }
        return List.copyOf(statements);
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>(List.of(new AlterDomain(to, from, List.of())));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
