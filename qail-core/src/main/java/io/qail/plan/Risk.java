package io.qail.plan;

import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectName;
import org.jspecify.annotations.Nullable;

/** What an operation can destroy. Tables and columns carry the names that they have when the operation runs. */
public sealed interface Risk {

    /** Every row of a table. */
    record DroppedTable(ObjectName table) implements Risk {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Every value that is not null. */
    record DroppedColumn(ObjectName table, String column) implements Risk {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

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
            @Nullable Expression using) implements Risk {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The values of an existing column that an UPDATE replaces by others. */
    record TransformedColumn(ObjectName table, String column, DataType type, Expression expression) implements Risk {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * The values of a column that follow the UPDATE of a key which it points at.
     *
     * @param foreignKey what makes it follow
     */
    record CascadedColumn(ObjectName table, String column, ForeignKey foreignKey) implements Risk {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** SQL that QAIL does not read. */
    record Unanalysed(String sql, boolean confirmed) implements Risk {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Calls the method of the visitor for this kind of risk. A new kind does not compile until every visitor has one. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each kind of risk. */
    interface Visitor<R> {

        R visit(DroppedTable risk);

        R visit(DroppedColumn risk);

        R visit(RetypedColumn risk);

        R visit(TransformedColumn risk);

        R visit(CascadedColumn risk);

        R visit(Unanalysed risk);
    }
}
