package io.qail.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.qail.plan.Effect;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.Risk;
import io.qail.plan.TableLock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a plan as it is shown.
 *
 * @param lock null where it locks no table that is there
 * @param hazard what it can destroy, in words; null where nothing
 */
record Step(
        String action,
        @JsonIgnore Effect effect,
        String object,
        List<String> statements,
        @Nullable String lock,
        boolean rewrites,
        boolean transactional,
        @Nullable String hazard) {

    private static final Risk.Visitor<String> HAZARD = new Risk.Visitor<>() {

        @Override
        public String visit(Risk.DroppedTable risk) {
            return "destroys every row";
        }

        @Override
        public String visit(Risk.DroppedColumn risk) {
            return "destroys every value";
        }

        @Override
        public String visit(Risk.RetypedColumn risk) {
            return "can change values on the way to " + risk.to().sql();
        }

        @Override
        public String visit(Risk.TransformedColumn risk) {
            return "replaces values";
        }

        @Override
        public String visit(Risk.CascadedColumn risk) {
            return "replaces values";
        }

        @Override
        public String visit(Risk.Unanalysed risk) {
            return "QAIL does not read SQL";
        }
    };

    static List<Step> of(Plan plan, String defaultSchema) {
        return plan.operations().stream()
                .map(operation -> of(operation, defaultSchema))
                .toList();
    }

    private static Step of(Operation operation, String defaultSchema) {
        boolean locks = !operation.tables().isEmpty() && operation.lock() != TableLock.NONE;
        return new Step(
                operation.action(),
                operation.effect(),
                operation.object().display(defaultSchema),
                operation.statements(),
                locks ? operation.lock().sql() : null,
                operation.rewrites(),
                operation.transactional(),
                operation.risk().map(risk -> risk.accept(HAZARD)).orElse(null));
    }

    /** {@code -} takes away, {@code +} adds, {@code ~} changes. */
    char sign() {
        return switch (effect) {
            case CREATE -> '+';
            case DROP -> '-';
            case ALTER, DATA -> '~';
        };
    }
}
