package io.qail.plan;

import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops an index, always inside the transaction: it takes a moment only. One that says {@code concurrently} may not have
 * been built yet.
 *
 * @param comment what goes along, or null
 */
public record DropIndex(Index index, @Nullable String comment) implements TableOperation {

    @Override
    public ObjectName table() {
        return index.table();
    }

    @Override
    public String action() {
        return "DROP INDEX";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.index(index.name());
    }

    @Override
    public List<String> statements() {
        return List.of("DROP INDEX " + (index.concurrently() ? "IF EXISTS " : "")
                + index.name().sql());
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = List.of(new CreateIndex(index));
        return comment == null
                ? back
                : List.of(back.get(0), new SetComment(object(), index.table(), null, comment, index.concurrently()));
    }
}
