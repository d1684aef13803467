package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.Statistics;
import java.util.List;

/** Says how closely an extended statistics object looks; what it knows stays until the next ANALYZE. */
public record SetStatisticsTarget(Statistics from, Statistics to) implements TablelessOperation {

    static boolean isPossible(Statistics from, Statistics to) {
        return new Statistics(from.name(), from.table(), from.kinds(), from.columns(), from.expressions(), to.target())
                .equals(to);
    }

    @Override
    public String action() {
        return "ALTER STATISTICS";
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
        return List.of("ALTER STATISTICS " + to.name().sql() + " SET STATISTICS "
                + (to.target() == null ? "-1" : to.target().toString()));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetStatisticsTarget(to, from));
    }
}
