package io.qail.plan;

import io.qail.schema.Domain;
import io.qail.schema.ObjectAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops a domain; while a column has it PostgreSQL refuses.
 *
 * @param alongside what goes along in silence, comments and privileges, as the operations that bring it back
 */
public record DropDomain(Domain domain, List<Operation> alongside) implements TablelessOperation {

    public DropDomain {
        alongside = List.copyOf(alongside);
    }

    @Override
    public String action() {
        return "DROP DOMAIN";
    }

    @Override
    public ObjectAddress object() {
        return domain.address();
    }

    @Override
    public List<String> statements() {
        return List.of("DROP " + domain.address().sql());
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreateDomain(domain));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
