package io.qail.plan;

import io.qail.language.ColumnReferences;
import io.qail.schema.Statement;

/** The names in a step after a later rename of the same script: steps carry the names of the target schema. */
final class StepNames {

    private StepNames() {}

    static Statement afterTableRename(Statement step, Statement.RenameTable rename) {
        if (step instanceof Statement.Transform transform && transform.table().equals(rename.from())) {
            return new Statement.Transform(
                    transform.position(), transform.expression(), rename.to(), transform.column());
        }
        if (step instanceof Statement.CopyFrom copy && copy.table().equals(rename.from())) {
            return new Statement.CopyFrom(copy.position(), rename.to(), copy.columns(), copy.file());
        }
        return step;
    }

    static Statement afterColumnRename(Statement step, Statement.RenameColumn rename) {
        if (step instanceof Statement.Transform transform && transform.table().equals(rename.table())) {
            return new Statement.Transform(
                    transform.position(),
                    ColumnReferences.rename(
                            transform.expression(), rename.table().name(), rename.from(), rename.to()),
                    transform.table(),
                    renamed(transform.column(), rename));
        }
        if (step instanceof Statement.CopyFrom copy && copy.table().equals(rename.table())) {
            return new Statement.CopyFrom(
                    copy.position(),
                    copy.table(),
                    copy.columns().stream()
                            .map(column -> renamed(column, rename))
                            .toList(),
                    copy.file());
        }
        return step;
    }

    private static String renamed(String column, Statement.RenameColumn rename) {
        return column.equals(rename.from()) ? rename.to() : column;
    }
}
