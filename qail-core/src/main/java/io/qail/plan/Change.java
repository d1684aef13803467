package io.qail.plan;

import io.qail.schema.Schema;
import io.qail.schema.Statement;
import java.util.List;

/**
 * What a version, or the whole declarative schema, wants: where to, and the parts of the way that two schemas cannot tell.
 *
 * @param target the schema afterwards
 * @param renames {@link Statement.RenameTable} and {@link Statement.RenameColumn} still to be done, in order; each name is
 *     the one at that step
 * @param steps {@link Statement.Transform}, {@link Statement.CopyFrom} and {@link Statement.RawSql} in the order of the
 *     file, with the names of the target schema (what a transform reads may be dropped afterwards)
 */
public record Change(Schema target, List<Statement> renames, List<Statement> steps) {

    public Change {
        renames = List.copyOf(renames);
        steps = List.copyOf(steps);
    }

    /** A change without renames and data. */
    public static Change to(Schema target) {
        return new Change(target, List.of(), List.of());
    }
}
