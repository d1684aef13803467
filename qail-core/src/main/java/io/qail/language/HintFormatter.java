package io.qail.language;

import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import java.util.Locale;

/** Writes hints and the verbs that carry data. The kind of an object is always written: no name can be mistaken for it. */
final class HintFormatter {

    private final String defaultSchema;

    HintFormatter(String defaultSchema) {
        this.defaultSchema = defaultSchema;
    }

    String format(Statement hint) {
        if (hint instanceof Statement.RenameTable rename) {
            return "rename table " + rename.from().display(defaultSchema) + " -> "
                    + rename.to().display(defaultSchema);
        }
        if (hint instanceof Statement.RenameColumn rename) {
            return "rename column " + column(rename.table(), rename.from()) + " -> "
                    + column(rename.table(), rename.to());
        }
        if (hint instanceof Statement.Transform transform) {
            return "transform " + expression(transform.expression()) + " -> "
                    + column(transform.table(), transform.column());
        }
        if (hint instanceof Statement.Drop drop) {
            return "drop " + address(drop.target(), defaultSchema) + (drop.confirmed() ? " confirm" : "");
        }
        if (hint instanceof Statement.CopyFrom copy) {
            return "copy " + copy.table().display(defaultSchema) + " " + ConstraintFormatter.columns(copy.columns())
                    + " from " + StringLiteral.quote(copy.file());
        }
        if (hint instanceof Statement.RawSql raw) {
            return "sql " + StringLiteral.dollars(raw.sql())
                    + (raw.undo() == null ? "" : " undo " + StringLiteral.dollars(raw.undo()))
                    + (raw.confirmed() ? " confirm" : "");
        }
        throw new IllegalArgumentException("no hint: " + hint);
    }

    private String column(ObjectName table, String column) {
        return ObjectAddress.column(table, column).display(defaultSchema);
    }

    private static String expression(Expression expression) {
        return HintReader.readsTransform(expression.text()) ? expression.text() : "(" + expression + ")";
    }

    /** {@code table users}, {@code column users.email}. */
    static String address(ObjectAddress address, String defaultSchema) {
        String kind = address.kind().name().toLowerCase(Locale.ROOT);
        boolean global = address.kind() == ObjectKind.SCHEMA || address.kind() == ObjectKind.EXTENSION;
        String name = global ? Identifier.quote(address.name().name()) : address.display(defaultSchema);
        // Behind a kind, the last word "confirm" would be the confirmation.
        return kind + " " + (name.equals("confirm") || name.equals("null") ? '"' + name + '"' : name);
    }
}
