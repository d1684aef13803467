package io.qail.plan;

import io.qail.schema.Domain;
import io.qail.schema.ObjectAddress;
import java.util.List;

/** Makes a domain. */
public record CreateDomain(Domain domain) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE DOMAIN";
    }

    @Override
    public ObjectAddress object() {
        return domain.address();
    }

    @Override
    public List<String> statements() {
        return domain.sql();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropDomain(domain, List.of()));
    }
}
