package io.qail.plan;

import io.qail.error.SourcePosition;
import io.qail.language.TransactionControl;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Statement;
import java.util.Optional;

/** Checks that transforms and loads name what the target schema has, and that SQL leaves the transaction alone. */
final class StepChecks {

    private final FoldedSchema folded;
    private final Schema target;

    StepChecks(FoldedSchema folded, Schema target) {
        this.folded = folded;
        this.target = target;
    }

    void check() {
        for (Statement step : folded.steps) {
            if (step instanceof Statement.Transform transform) {
                column(transform.position(), transform.table(), transform.column());
            } else if (step instanceof Statement.CopyFrom copy) {
                if (copy.columns().isEmpty()) {
                    folded.table(copy.position(), copy.table());
                }
                copy.columns().forEach(column -> column(copy.position(), copy.table(), column));
            } else if (step instanceof Statement.RawSql sql) {
                transaction(sql.position(), sql.sql());
                if (sql.undo() != null) {
                    transaction(sql.position(), sql.undo());
                }
            }
        }
    }

    private void transaction(SourcePosition position, String sql) {
        TransactionControl.find(sql)
                .ifPresent(finding -> folded.error(
                        position,
                        finding,
                        "a version is migrated in one transaction, and QAIL commits it once everything is verified"));
    }

    private void column(SourcePosition position, ObjectName table, String name) {
        folded.column(position, table, name).ifPresent(column -> {
            boolean generated = Optional.ofNullable(target.tables().get(table))
                    .flatMap(found -> found.column(name))
                    .filter(found -> found.generated() != null)
                    .isPresent();
            if (generated) {
                folded.error(
                        position,
                        "the column " + folded.display(ObjectAddress.column(table, name))
                                + " is generated; nothing can be written to it",
                        null);
            }
        });
    }
}
