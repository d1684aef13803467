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

    /** The same change towards the same schema in other words. */
    public Change withTarget(Schema other) {
        return new Change(other, renames, steps);
    }

    /** The schema after the renames of this change, and nothing else of it. */
    public Schema renamed(Schema schema) {
        Schema renamed = schema;
        for (Statement rename : renames) {
            renamed = Renaming.apply(renamed, rename);
        }
        return renamed;
    }

    /** A change without renames and data. */
    public static Change to(Schema target) {
        return new Change(target, List.of(), List.of());
    }
}
