package io.qail.plan;

import io.qail.schema.Schema;
import io.qail.schema.Statement;
import java.util.List;

/**
 * The way from one schema to another. The same input gives the same plan, byte for byte.
 *
 * @param renames as in the {@link Change}
 * @param operations in the order in which they run; those that are not transactional are the last
 */
public record Plan(Schema from, Schema to, List<Statement> renames, List<Operation> operations) {

    public Plan {
        renames = List.copyOf(renames);
        operations = List.copyOf(operations);
    }

    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /** What runs inside the transaction. */
    public List<Operation> transactional() {
        return operations.stream().filter(Operation::transactional).toList();
    }

    /** What runs after the commit, each statement on its own. */
    public List<Operation> afterCommit() {
        return operations.stream()
                .filter(operation -> !operation.transactional())
                .toList();
    }

    /** Every statement in order: exactly what runs. */
    public List<String> statements() {
        return operations.stream()
                .flatMap(operation -> operation.statements().stream())
                .toList();
    }
}
