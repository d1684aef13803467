package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.View;
import java.util.List;

/** Makes a view, or a materialized view with the rows that its query gives at that moment. */
public record CreateView(View view) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE " + view.address().kind().keyword();
    }

    @Override
    public ObjectAddress object() {
        return view.address();
    }

    @Override
    public List<String> statements() {
        return view.sql();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropView(view, List.of()));
    }
}
