package io.qail.plan;

import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes type, collation or both of a column.
 *
 * @param using the conversion of a {@code transform}; null for the assignment cast, or for an explicit one where
 *     PostgreSQL has no assignment cast
 * @param keepsEveryValue whether no value can change or be refused
 * @param keepsEveryValueBack the same for the way back
 */
public record AlterColumnType(
        ObjectName table,
        String column,
        DataType from,
        DataType to,
        @Nullable ObjectName fromCollation,
        @Nullable ObjectName toCollation,
        @Nullable Expression using,
        boolean keepsEveryValue,
        boolean keepsEveryValueBack)
        implements ColumnOperation {

    @Override
    public String action() {
        return "ALTER TYPE";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public List<String> statements() {
        return List.of(alter("TYPE " + to.sql()
                + (toCollation == null ? "" : " COLLATE " + toCollation.sql())
                + conversion().map(conversion -> " USING " + conversion).orElse("")));
    }

    /** What stands behind USING, as SQL over the names that hold when it runs; nothing where PostgreSQL casts by itself. */
    public Optional<String> conversion() {
        if (using != null) {
            return Optional.of(using.text());
        }
        return TypeChange.of(from, to).cast(Identifier.quote(column));
    }

    /** A value of the old type as one of the new type, by the cast that this operation makes where it has no transform. */
    public String cast(String value) {
        return TypeChange.of(from, to).cast(value).orElseGet(() -> value + "::" + to.sql());
    }

    @Override
    public Optional<Risk> risk() {
        return using == null && keepsEveryValue
                ? Optional.empty()
                : Optional.of(new Risk.RetypedColumn(table, column, from, to, using));
    }

    @Override
    public boolean rewrites() {
        return using != null || TypeChange.of(from, to).rewrites();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new AlterColumnType(
                table, column, to, from, toCollation, fromCollation, null, keepsEveryValueBack, keepsEveryValue));
    }
}
