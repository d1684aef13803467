package io.qail.impact;

import io.qail.plan.Operation;
import io.qail.plan.RenameTable;
import io.qail.schema.ObjectName;
import java.util.HashMap;
import java.util.Map;

/** The names that tables have before a plan, from those that its operations use; follows them one by one. */
final class LiveTableNames {

    private final Map<ObjectName, ObjectName> liveByCurrent = new HashMap<>();

    ObjectName live(ObjectName current) {
        return liveByCurrent.getOrDefault(current, current);
    }

    void after(Operation operation) {
        if (operation instanceof RenameTable rename) {
            liveByCurrent.put(rename.to(), live(rename.table()));
        }
    }
}
