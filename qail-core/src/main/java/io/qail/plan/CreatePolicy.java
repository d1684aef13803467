package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import java.util.List;

/** Makes a policy of row level security. */
public record CreatePolicy(Policy policy) implements TableOperation {

    @Override
    public ObjectName table() {
        return policy.table();
    }

    @Override
    public String action() {
        return "CREATE POLICY";
    }

    @Override
    public ObjectAddress object() {
        return policy.address();
    }

    @Override
    public List<String> statements() {
        return policy.sql();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropPolicy(policy, List.of()));
    }
}
