package io.qail.plan;

import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import java.util.List;

/** The tables that a partition or heir has its columns from. */
final class Parents {

    private Parents() {}

    static List<ObjectName> of(Table table) {
        TableOptions.PartitionOf place = table.options().partitionOf();
        return place == null ? table.options().inherits() : List.of(place.parent());
    }
}
