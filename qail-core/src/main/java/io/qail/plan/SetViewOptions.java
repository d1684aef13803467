package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.View;
import java.util.List;

/** Changes the options of a view, or the storage parameters of a materialized view; the query stays. */
public record SetViewOptions(View from, View to) implements TableOperation {

    @Override
    public ObjectName table() {
        return to.name();
    }

    @Override
    public String action() {
        return "ALTER " + to.address().kind().keyword();
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return to.address();
    }

    @Override
    public List<String> statements() {
        return ParameterChanges.sql("ALTER " + to.address().sql(), from.options(), to.options());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetViewOptions(to, from));
    }
}
