package io.qail.plan;

import io.qail.schema.Grant;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** What goes with an object in silence, as the operations that bring it back. */
final class Alongside {

    private Alongside() {}

    /** Comments, privileges and, of a materialized view, indexes. */
    static List<Operation> of(Schema schema, ObjectAddress object) {
        List<Operation> back = new ArrayList<>();
        if (object.kind() == ObjectKind.MATERIALIZED_VIEW) {
            for (Index index : schema.indexes().values()) {
                if (index.table().equals(object.name())) {
                    ObjectAddress address = ObjectAddress.index(index.name());
                    back.addAll(new DropIndex(index, schema.comments().get(address)).inverse());
                }
            }
        }
        back.addAll(privileges(schema, address -> isPart(address, object)));
        schema.comments().forEach((address, text) -> {
            if (isPart(address, object)) {
                back.add(new SetComment(address, SetComment.tableOf(schema, address), null, text, false));
            }
        });
        return List.copyOf(back);
    }

    /** The privileges on everything that the condition holds for. */
    static List<Operation> privileges(Schema schema, Predicate<ObjectAddress> condition) {
        List<Grant> grants = schema.grants().stream()
                .filter(grant -> condition.test(grant.target()))
                .toList();
        return PrivilegeDiff.between(Collections.emptyList(), grants);
    }

    private static boolean isPart(ObjectAddress address, ObjectAddress object) {
        if (address.equals(object)) {
            return true;
        }
        boolean sameName = address.name().equals(object.name());
        return switch (object.kind()) {
            case VIEW, MATERIALIZED_VIEW, TYPE -> sameName && address.kind() == ObjectKind.COLUMN;
            case DOMAIN -> sameName && address.kind() == ObjectKind.CONSTRAINT;
            default -> false;
        };
    }
}
