package io.qail.impact;

import io.qail.plan.AtRisk;
import io.qail.plan.Operation;
import io.qail.plan.Risk;
import io.qail.plan.TableLock;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Puts into words what was found about one operation. */
final class ImpactOfOperation {

    private static final int SQL_SHOWN = 60;

    private final Connection connection;
    private final LiveTableNames names;
    private final Map<ObjectName, TableFacts> facts;
    private final String defaultSchema;

    ImpactOfOperation(
            Connection connection, LiveTableNames names, Map<ObjectName, TableFacts> facts, String defaultSchema) {
        this.connection = connection;
        this.names = names;
        this.facts = facts;
        this.defaultSchema = defaultSchema;
    }

    Impact of(Operation operation, @Nullable AtRisk risk, @Nullable Count count) {
        boolean unanalysed = risk != null && risk.risk() instanceof Risk.Unanalysed;
        boolean whole = risk != null && risk.risk() instanceof Risk.DroppedTable;
        TableLock lock = operation.lock();
        return new Impact(
                operation.action(),
                object(operation, risk),
                count == null ? 0 : count.atRisk(),
                count == null ? 0 : count.rejected(),
                whole ? "rows" : "values",
                count != null && count.estimated(),
                unanalysed,
                reason(risk, count),
                operation.tables().isEmpty() || lock == TableLock.NONE ? null : lock.sql(),
                bytes(operation),
                operation.rewrites());
    }

    private String object(Operation operation, @Nullable AtRisk risk) {
        if (risk == null) {
            ObjectAddress address = operation.object();
            boolean inTable = address.kind() == ObjectKind.TABLE
                    || address.kind() == ObjectKind.COLUMN
                    || address.kind() == ObjectKind.CONSTRAINT;
            ObjectName name = inTable ? names.live(address.name()) : address.name();
            return new ObjectAddress(address.kind(), name, address.member()).display(defaultSchema);
        }
        if (risk.risk() instanceof Risk.Unanalysed sql) {
            String line = sql.sql().strip().lines().findFirst().orElse("").strip();
            return line.length() <= SQL_SHOWN ? line : line.substring(0, SQL_SHOWN - 1) + "…";
        }
        String column = risk.liveColumn();
        return (column == null ? ObjectAddress.table(risk.liveTable()) : ObjectAddress.column(risk.liveTable(), column))
                .display(defaultSchema);
    }

    private @Nullable String reason(@Nullable AtRisk risk, @Nullable Count count) {
        List<String> reasons = new ArrayList<>();
        if (risk != null && count != null) {
            if (count.rejected() > 0) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "PostgreSQL rejects %s%,d %s%s: the migration will fail",
                        count.estimated() ? "~" : "",
                        count.rejected(),
                        count.rejected() == 1 ? "value" : "values",
                        risk.risk() instanceof Risk.RetypedColumn retyped
                                ? " as " + retyped.to().display(defaultSchema)
                                : ""));
            }
            if (count.atRisk() > 0 && count.doubt() == null && risk.risk() instanceof Risk.RetypedColumn retyped) {
                reasons.add("a cast back to " + retyped.from().display(defaultSchema) + " does not restore them");
            }
            if (count.atRisk() > 0 && risk.risk() instanceof Risk.TransformedColumn) {
                reasons.add("the transform replaces them");
            }
            if (count.doubt() != null) {
                reasons.add("all values count, because " + count.doubt());
            }
        }
        return reasons.isEmpty() ? null : String.join("; ", reasons);
    }

    private long bytes(Operation operation) {
        SortedSet<ObjectName> tables = operation.tables();
        if (tables.isEmpty()) {
            return 0;
        }
        ObjectName own = operation.object().name();
        ObjectName table = names.live(tables.contains(own) ? own : tables.first());
        return facts.getOrDefault(table, TableFacts.NONE).bytes();
    }
}
