package io.qail.language;

import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Sequence;
import io.qail.schema.SequenceOptions;
import io.qail.schema.SqlLiteral;
import org.jspecify.annotations.Nullable;

/** What {@code serial} stands for: an integer column whose default draws from a sequence that it owns. */
final class SerialColumn {

    private SerialColumn() {}

    /** The sequence that PostgreSQL would make for the column. */
    static Sequence sequence(ObjectName table, Column column) {
        String type = column.type().name();
        ObjectName name = table.withName(Identifier.generated(table.name(), column.name(), "seq"));
        return new Sequence(name, type, SequenceOptions.defaults(type), new Sequence.Owner(table, column.name()));
    }

    /** The word that makes a column of the type, or null. */
    static @Nullable String word(DataType type) {
        return switch (type.sql()) {
            case "smallint" -> "smallserial";
            case "integer" -> "serial";
            case "bigint" -> "bigserial";
            default -> null;
        };
    }

    /** The default, in the words in which PostgreSQL gives it back. */
    static Expression nextValue(ObjectName sequence) {
        return new Expression("nextval(" + SqlLiteral.quote(sequence.sql()) + "::regclass)");
    }
}
