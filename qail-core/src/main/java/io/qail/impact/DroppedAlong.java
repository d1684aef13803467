package io.qail.impact;

import io.qail.catalog.Catalog;
import io.qail.catalog.Dependent;
import io.qail.plan.AtRisk;
import io.qail.plan.Effect;
import io.qail.plan.Operation;
import io.qail.plan.Risk;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL takes along when a table or column goes, and what keeps it from going. */
final class DroppedAlong {

    /** Most columns have nothing but a default that stands on them; only the others are worth a longer look. */
    private static final String QUERY = """
            SELECT n.nspname, c.relname, a.attname
            FROM ROWS FROM (pg_catalog.unnest(?), pg_catalog.unnest(?), pg_catalog.unnest(?))
                AS dropped(schema, name, attribute)
            JOIN pg_catalog.pg_namespace n ON n.nspname = dropped.schema
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = dropped.name
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = dropped.attribute
            WHERE EXISTS (SELECT FROM pg_catalog.pg_depend d
                LEFT JOIN pg_catalog.pg_attrdef own ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
                    AND own.oid = d.objid AND own.adrelid = c.oid AND own.adnum = a.attnum
                WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = c.oid
                  AND d.refobjsubid = a.attnum AND own.oid IS NULL)
            """;

    private final Connection connection;
    private final Set<String> dropped;
    private final Set<ObjectAddress> columns = new HashSet<>();

    DroppedAlong(Connection connection, LiveRisks live) throws SQLException {
        this.connection = connection;
        this.dropped = live.plan().operations().stream()
                .filter(operation -> operation.effect() == Effect.DROP)
                .map(DroppedAlong::identity)
                .collect(Collectors.toSet());
        List<AtRisk> risks = live.all().stream()
                .filter(risk -> risk.risk() instanceof Risk.DroppedColumn)
                .toList();
        if (!risks.isEmpty()) {
            readColumns(risks);
        }
    }

    private void readColumns(List<AtRisk> risks) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setArray(
                    1, texts(risks.stream().map(risk -> risk.liveTable().schema())));
            statement.setArray(
                    2, texts(risks.stream().map(risk -> risk.liveTable().name())));
            statement.setArray(3, texts(risks.stream().map(risk -> String.valueOf(risk.liveColumn()))));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(
                            ObjectAddress.column(ObjectName.of(row.getString(1), row.getString(2)), row.getString(3)));
                }
            }
        }
    }

    private Array texts(Stream<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    /** In words; empty where nothing stands on the table or column. */
    List<String> of(AtRisk risk) {
        List<Dependent> dependents = dependents(risk.liveTable(), risk.liveColumn());
        String along = dependents.stream()
                .filter(Dependent::droppedAlong)
                .map(Dependent::description)
                .filter(description -> !description.startsWith("default value "))
                .collect(Collectors.joining(", "));
        String inTheWay = dependents.stream()
                .filter(dependent -> !dependent.droppedAlong() && !dropped.contains(dependent.description()))
                .map(Dependent::description)
                .collect(Collectors.joining(", "));
        List<String> reasons = new ArrayList<>();
        if (!along.isEmpty()) {
            reasons.add("takes along " + along);
        }
        if (!inTheWay.isEmpty()) {
            reasons.add("in the way: " + inTheWay);
        }
        return reasons;
    }

    private List<Dependent> dependents(ObjectName table, @Nullable String column) {
        if (column == null) {
            return Catalog.dependents(connection, table);
        }
        return columns.contains(ObjectAddress.column(table, column))
                ? Catalog.dependents(connection, table, column)
                : List.of();
    }

    /** What an operation drops, in the words of {@code pg_identify_object}. */
    private static String identity(Operation operation) {
        ObjectAddress object = operation.object();
        String name = object.name().sql();
        return switch (object.kind()) {
            case CONSTRAINT -> "table constraint " + Identifier.quote(String.valueOf(object.member())) + " on " + name;
            case COLUMN -> "table column " + name + "." + Identifier.quote(String.valueOf(object.member()));
            case INDEX -> "index " + name;
            case TABLE -> "table " + name;
            case SEQUENCE -> "sequence " + name;
            case ENUM -> "type " + name;
            case SCHEMA, EXTENSION -> name;
            default -> object.sql();
        };
    }
}
