package io.qail.plan;

import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectName;
import org.jspecify.annotations.Nullable;

/** What an operation can destroy. Tables and columns carry the names that they have when the operation runs. */
public sealed interface Risk {

    /** Every row of a table. */
    record DroppedTable(ObjectName table) implements Risk {}

    /** Every value that is not null. */
    record DroppedColumn(ObjectName table, String column) implements Risk {}

    /**
     * The values that do not come back by a cast to the old type.
     *
     * @param using the conversion, or null for PostgreSQL's assignment cast
     */
    record RetypedColumn(
            ObjectName table,
            String column,
            DataType from,
            DataType to,
            @Nullable Expression using) implements Risk {}

    /** The values of an existing column that an UPDATE replaces by others. */
    record TransformedColumn(ObjectName table, String column, DataType type, Expression expression) implements Risk {}

    /**
     * The values of a column that follow the UPDATE of a key which it points at.
     *
     * @param foreignKey what makes it follow
     */
    record CascadedColumn(ObjectName table, String column, ForeignKey foreignKey) implements Risk {}

    /** SQL that QAIL does not read. */
    record Unanalysed(String sql, boolean confirmed) implements Risk {}
}
