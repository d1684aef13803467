package io.qail.impact;

import io.qail.plan.AlterSequence;
import io.qail.plan.Operation;
import io.qail.plan.SetIdentity;
import io.qail.schema.Identity;
import io.qail.schema.ObjectName;
import io.qail.schema.SequenceOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A sequence that stands outside of its new bounds. PostgreSQL refuses it, whether or not the number was taken ({@code ALTER
 * SEQUENCE}, 14 to 18).
 */
final class SequenceViolations {

    private static final String BY_NAME = """
            SELECT s.oid::pg_catalog.regclass::pg_catalog.text
            FROM pg_catalog.pg_class s JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
            WHERE n.nspname = ? AND s.relname = ? AND s.relkind = 'S'
            """;

    private static final String OF_IDENTITY = """
            SELECT s.oid::pg_catalog.regclass::pg_catalog.text
            FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = t.oid
                AND d.refobjsubid = a.attnum AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i'
            JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
            WHERE n.nspname = ? AND t.relname = ? AND a.attname = ?
            """;

    private SequenceViolations() {}

    /** Whether the operation gives a sequence that is there new bounds. */
    static boolean concerns(Operation operation) {
        return operation instanceof AlterSequence
                || (operation instanceof SetIdentity identity && identity.from() != null);
    }

    /** Nothing where every number of before lies within the bounds of after, or the operation restarts the sequence. */
    static Optional<Violation> of(Connection connection, Operation operation, LiveTableNames names)
            throws SQLException {
        if (operation instanceof AlterSequence alter) {
            ObjectName name = alter.to().name();
            return narrower(alter.from().options(), alter.to().options())
                    ? outside(alter.to().options(), name(connection, BY_NAME, name.schema(), name.name()))
                    : Optional.empty();
        }
        if (!(operation instanceof SetIdentity set)) {
            return Optional.empty();
        }
        Identity from = set.from();
        Optional<LiveRows> rows = names.rows(set.table());
        if (from == null || rows.isEmpty() || !narrower(from.options(), set.to().options())) {
            return Optional.empty();
        }
        ObjectName table = rows.get().table();
        Optional<String> sequence = name(
                connection,
                OF_IDENTITY,
                table.schema(),
                table.name(),
                rows.get().live(set.column()));
        return outside(set.to().options(), sequence);
    }

    private static boolean narrower(SequenceOptions from, SequenceOptions to) {
        boolean overlap = from.maxValue() >= to.minValue() && to.maxValue() >= from.minValue();
        return overlap && (to.minValue() > from.minValue() || to.maxValue() < from.maxValue());
    }

    private static Optional<String> name(Connection connection, String query, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static Optional<Violation> outside(SequenceOptions bounds, Optional<String> sequence) {
        return sequence.map(name -> new Violation(
                "SELECT pg_catalog.count(*) FROM " + name + " AS s WHERE s.last_value NOT BETWEEN " + bounds.minValue()
                        + " AND " + bounds.maxValue(),
                null));
    }
}
