package io.qail.impact;

import io.qail.plan.DropSequence;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where a sequence stands that a plan drops: the one thing of it that its declaration does not bring back. */
final class SequencePosition {

    private static final String QUERY = """
            SELECT pg_catalog.pg_sequence_last_value(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'S'
            """;

    private SequencePosition() {}

    /** In words. */
    static String of(Connection connection, DropSequence drop) throws SQLException {
        ObjectName name = drop.sequence().name();
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                String last = row.next() ? row.getString(1) : null;
                return last == null
                        ? "no value was taken from it"
                        : "its last_value is " + last + "; a sequence that comes back begins anew";
            }
        }
    }
}
