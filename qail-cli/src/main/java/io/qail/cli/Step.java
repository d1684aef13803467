package io.qail.cli;

import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.Risk;
import io.qail.plan.TableLock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a plan as it is shown.
 *
 * @param lock null where it locks no table that is there
 * @param hazard what it can destroy, in words; null where nothing
 */
record Step(
        String action,
        String object,
        List<String> statements,
        @Nullable String lock,
        boolean rewrites,
        boolean transactional,
        @Nullable String hazard) {

    static List<Step> of(Plan plan, String defaultSchema) {
        return plan.operations().stream()
                .map(operation -> of(operation, defaultSchema))
                .toList();
    }

    private static Step of(Operation operation, String defaultSchema) {
        boolean locks = !operation.tables().isEmpty() && operation.lock() != TableLock.NONE;
        return new Step(
                operation.action(),
                operation.object().display(defaultSchema),
                operation.statements(),
                locks ? operation.lock().sql() : null,
                operation.rewrites(),
                operation.transactional(),
                operation.risk().map(Step::hazard).orElse(null));
    }

    private static String hazard(Risk risk) {
        if (risk instanceof Risk.DroppedTable) {
            return "destroys every row";
        }
        if (risk instanceof Risk.DroppedColumn) {
            return "destroys every value";
        }
        if (risk instanceof Risk.RetypedColumn retyped) {
            return "can change values on the way to " + retyped.to().sql();
        }
        if (risk instanceof Risk.Unanalysed) {
            return "QAIL does not read SQL";
        }
        return "replaces values";
    }

    /** {@code -} takes away, {@code +} adds, {@code ~} changes. */
    char sign() {
        String word = action.toUpperCase(Locale.ROOT);
        if (word.startsWith("DROP") || word.startsWith("REVOKE")) {
            return '-';
        }
        return word.startsWith("CREATE") || word.startsWith("ADD") || word.startsWith("GRANT") ? '+' : '~';
    }
}
