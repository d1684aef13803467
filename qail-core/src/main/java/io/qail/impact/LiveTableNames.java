package io.qail.impact;

import io.qail.plan.Plan;
import io.qail.schema.ObjectName;
import io.qail.schema.Statement;

/** The names that tables have before a plan, from those that its operations use. */
final class LiveTableNames {

    private final Plan plan;

    LiveTableNames(Plan plan) {
        this.plan = plan;
    }

    ObjectName live(ObjectName current) {
        ObjectName name = current;
        for (int i = plan.renames().size() - 1; i >= 0; i--) {
            if (plan.renames().get(i) instanceof Statement.RenameTable rename
                    && rename.to().equals(name)) {
                name = rename.from();
            }
        }
        return name;
    }
}
