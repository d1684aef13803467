package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops a view or materialized view. What stands on it is dropped by operations of its own before. No rows are lost: those
 * of a materialized view are computed again.
 *
 * @param alongside what goes along in silence, comments, privileges and indexes, as the operations that bring it back
 */
public record DropView(View view, List<Operation> alongside) implements TableOperation {

    public DropView {
        alongside = List.copyOf(alongside);
    }

    @Override
    public ObjectName table() {
        return view.name();
    }

    @Override
    public String action() {
        return "DROP " + view.address().kind().keyword();
    }

    @Override
    public ObjectAddress object() {
        return view.address();
    }

    @Override
    public List<String> statements() {
        return List.of("DROP " + view.address().sql());
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreateView(view));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
