package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops a policy of row level security.
 *
 * @param alongside what goes along in silence, its comment, as the operations that bring it back
 */
public record DropPolicy(Policy policy, List<Operation> alongside) implements TableOperation {

    public DropPolicy {
        alongside = List.copyOf(alongside);
    }

    @Override
    public ObjectName table() {
        return policy.table();
    }

    @Override
    public String action() {
        return "DROP POLICY";
    }

    @Override
    public ObjectAddress object() {
        return policy.address();
    }

    @Override
    public List<String> statements() {
        return List.of("DROP " + policy.address().sql());
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreatePolicy(policy));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
