package io.qail.language;

import io.qail.schema.DataType;
import io.qail.schema.Routine;
import io.qail.schema.RoutineOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The types of a routine's arguments as they stand in its address: {@code integer, public.mood}. */
final class Signature {

    private Signature() {}

    /** The signature with every type replaced by what the function makes of it. */
    static String map(String signature, UnaryOperator<DataType> change) {
        if (signature.isEmpty()) {
            return signature;
        }
        Cursor cursor = Cursor.over(signature);
        List<String> types = new ArrayList<>();
        try {
            do {
                DataType type = ArgumentReader.ofRoutine(new TypeReader(cursor).read());
                types.add(change.apply(type).sql());
            } while (cursor.accept(","));
        } catch (SyntaxError error) {
            return signature;
        }
        return cursor.atEnd() ? String.join(", ", types) : signature;
    }

    /** The routine with the types of its {@code TRANSFORM} clause replaced. */
    static Routine mapTransforms(Routine routine, UnaryOperator<DataType> change) {
        RoutineOptions options = routine.options();
        if (options.transforms().isEmpty()) {
            return routine;
        }
        RoutineOptions mapped = new RoutineOptions(
                options.window(),
                options.volatility(),
                options.strict(),
                options.leakproof(),
                options.securityDefiner(),
                options.parallel(),
                options.cost(),
                options.rows(),
                options.support(),
                options.settings(),
                options.transforms().stream().map(type -> map(type, change)).toList());
        return new Routine(
                routine.name(),
                routine.procedure(),
                routine.arguments(),
                routine.returns(),
                routine.language(),
                routine.body(),
                routine.standardBody(),
                mapped);
    }
}
