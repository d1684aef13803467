package io.qail.rollback;

import io.qail.plan.Effect;
import io.qail.plan.Operation;
import io.qail.plan.TableLock;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Refreshes the statistics of tables whose rows came back: nobody shall wait for autovacuum with plans for empty columns. */
record Analyze(SortedSet<ObjectName> tables) implements Operation {

    Analyze {
        tables = Collections.unmodifiableSortedSet(new TreeSet<>(tables));
    }

    @Override
    public String action() {
        return "ANALYZE";
    }

    @Override
    public Effect effect() {
        return Effect.DATA;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(tables.first());
    }

    @Override
    public List<String> statements() {
        return tables.stream().map(table -> "ANALYZE " + table.sql()).toList();
    }

    @Override
    public TableLock lock() {
        return TableLock.SHARE_UPDATE_EXCLUSIVE;
    }

    @Override
    public List<Operation> inverse() {
        return List.of();
    }
}
