package io.qail.impact;

import io.qail.schema.ObjectName;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Names as the parameters of a query. */
final class SqlArrays {

    private SqlArrays() {}

    /** Schemas as the first parameter, names as the second one. */
    static void setNames(PreparedStatement statement, Collection<ObjectName> names) throws SQLException {
        set(statement, 1, names.stream().map(ObjectName::schema).toList());
        set(statement, 2, names.stream().map(ObjectName::name).toList());
    }

    static void set(PreparedStatement statement, int parameter, Collection<String> texts) throws SQLException {
        statement.setArray(parameter, statement.getConnection().createArrayOf("text", texts.toArray()));
    }
}
