package io.qail.plan;

import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;

/** Builds an index; one that says {@code concurrently} is built after the commit while the table stays in use. */
public record CreateIndex(Index index) implements TableOperation {

    @Override
    public ObjectName table() {
        return index.table();
    }

    @Override
    public String action() {
        return "CREATE INDEX";
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public boolean readsEveryRow() {
        return true;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.index(index.name());
    }

    @Override
    public TableLock lock() {
        return index.concurrently() ? TableLock.SHARE_UPDATE_EXCLUSIVE : TableLock.SHARE;
    }

    @Override
    public boolean transactional() {
        return !index.concurrently();
    }

    @Override
    public List<String> statements() {
        return List.of(index.sql());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropIndex(index, null));
    }
}
