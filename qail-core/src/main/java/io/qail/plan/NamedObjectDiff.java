package io.qail.plan;

import io.qail.schema.Extension;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;

/** Schemas and extensions. */
final class NamedObjectDiff {

    private NamedObjectDiff() {}

    static void compare(Comparison comparison, PhasedOperations operations) {
        Schema from = comparison.from;
        Schema to = comparison.to;
        for (String name : to.schemas()) {
            if (!from.schemas().contains(name)) {
                operations.add(Phase.CREATE_SCHEMA, new CreateSchema(name));
            }
        }
        for (String name : from.schemas()) {
            if (!to.schemas().contains(name)) {
                String comment = comparison.comment(ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global(name)));
                operations.add(Phase.DROP_SCHEMA, new DropSchema(name, comment));
            }
        }
        to.extensions().forEach((name, extension) -> {
            Extension old = from.extensions().get(name);
            if (old == null) {
                operations.add(Phase.EXTENSION, new CreateExtension(extension));
                return;
            }
            AlterExtension alter = new AlterExtension(old, extension);
            if (!alter.statements().isEmpty()) {
                operations.add(Phase.EXTENSION, alter);
            }
        });
        from.extensions().forEach((name, extension) -> {
            if (!to.extensions().containsKey(name)) {
                String comment = comparison.comment(ObjectAddress.of(ObjectKind.EXTENSION, ObjectName.global(name)));
                operations.add(Phase.DROP_EXTENSION, new DropExtension(extension, comment));
            }
        });
    }
}
