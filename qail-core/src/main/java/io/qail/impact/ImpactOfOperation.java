package io.qail.impact;

import io.qail.plan.AtRisk;
import io.qail.plan.DropSequence;
import io.qail.plan.Operation;
import io.qail.plan.Risk;
import io.qail.plan.TableLock;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlPasswords;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Puts into words what was found about one operation. */
final class ImpactOfOperation {

    private static final int SQL_SHOWN = 60;

    private final Map<ObjectName, TableFacts> facts;
    private final String defaultSchema;
    private final LiveTableNames names;
    private final DroppedAlong along;

    /**
     * @param names of the operation that is dealt with at a time; moved on by the caller
     */
    ImpactOfOperation(
            DroppedAlong along, LiveTableNames names, Map<ObjectName, TableFacts> facts, String defaultSchema) {
        this.along = along;
        this.names = names;
        this.facts = facts;
        this.defaultSchema = defaultSchema;
    }

    Impact of(AtRisk risk, Count count) throws SQLException {
        String column = risk.liveColumn();
        ObjectAddress object =
                column == null ? ObjectAddress.table(risk.liveTable()) : ObjectAddress.column(risk.liveTable(), column);
        return impact(
                risk.operation(),
                object.display(defaultSchema),
                count,
                risk.risk() instanceof Risk.DroppedTable ? "rows" : "values",
                false,
                reason(risk, count),
                facts.getOrDefault(risk.liveTable(), TableFacts.NONE).bytes());
    }

    Impact ofUnanalysed(Operation operation, Risk.Unanalysed sql) {
        String line = SqlPasswords.masked(sql.sql())
                .strip()
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        String shown = line.codePointCount(0, line.length()) <= SQL_SHOWN
                ? line
                : line.substring(0, line.offsetByCodePoints(0, SQL_SHOWN - 1)) + "…";
        return impact(operation, shown, Count.NOTHING, "values", true, "QAIL does not read SQL", 0);
    }

    /** A sequence holds no records; where it stood is said all the same. */
    Impact ofSequence(DropSequence drop, String position) {
        return impact(drop, drop.object().display(defaultSchema), Count.NOTHING, "values", false, position, 0);
    }

    /**
     * An operation that puts nothing at risk and locks a table.
     *
     * @param violations rows that make it fail
     */
    Impact ofHarmless(Operation operation, Violations.Found violations) {
        ObjectAddress address = operation.object();
        boolean inTable = address.kind() == ObjectKind.TABLE
                || address.kind() == ObjectKind.COLUMN
                || address.kind() == ObjectKind.CONSTRAINT;
        ObjectName name = inTable ? names.live(address.name()) : address.name();
        return impact(
                operation,
                new ObjectAddress(address.kind(), name, address.member()).display(defaultSchema),
                new Count(0, violations.count(), false, null),
                SequenceViolations.concerns(operation) ? "values" : "rows",
                false,
                violations.count() == 0 ? violations.doubt() : violated(operation) + ": the migration will fail",
                bytes(operation));
    }

    private static String violated(Operation operation) {
        return SequenceViolations.concerns(operation)
                ? "the sequence stands outside of its new bounds"
                : "rows that are there violate it";
    }

    private Impact impact(
            Operation operation,
            String object,
            Count count,
            String unit,
            boolean unanalysed,
            @Nullable String reason,
            long bytes) {
        boolean locks = !operation.tables().isEmpty() && operation.lock() != TableLock.NONE;
        return new Impact(
                operation.action(),
                object,
                count.atRisk(),
                count.rejected(),
                unit,
                count.estimated(),
                unanalysed,
                reason,
                locks ? operation.lock().sql() : null,
                bytes,
                operation.rewrites(),
                locks ? ExpectedPause.millis(operation, count.atRisk(), bytes) : 0);
    }

    private @Nullable String reason(AtRisk risk, Count count) throws SQLException {
        List<String> reasons = new ArrayList<>();
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
        if (count.doubt() != null) {
            reasons.add("all values count, because " + count.doubt());
        } else if (count.atRisk() > 0 && risk.risk() instanceof Risk.RetypedColumn retyped) {
            reasons.add("a cast back to " + retyped.from().display(defaultSchema) + " does not restore them");
        } else if (count.atRisk() > 0 && risk.risk() instanceof Risk.TransformedColumn) {
            reasons.add("the transform replaces them");
        } else if (count.atRisk() > 0 && risk.risk() instanceof Risk.CascadedColumn cascaded) {
            reasons.add("all values count, because they follow a key that a transform changes: foreign key "
                    + Identifier.quote(cascaded.foreignKey().name()) + " ON UPDATE "
                    + cascaded.foreignKey().onUpdate().sql());
        }
        if (risk.risk() instanceof Risk.DroppedTable || risk.risk() instanceof Risk.DroppedColumn) {
            reasons.addAll(along.of(risk));
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
