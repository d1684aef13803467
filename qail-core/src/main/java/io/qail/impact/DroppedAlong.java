package io.qail.impact;

import io.qail.catalog.Catalog;
import io.qail.catalog.Dependent;
import io.qail.plan.AtRisk;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What PostgreSQL takes along when a table or column goes, and what keeps it from going. */
final class DroppedAlong {

    private DroppedAlong() {}

    /** In words; empty where nothing stands on the table or column. */
    static List<String> of(Connection connection, Plan plan, AtRisk risk) {
        ObjectName table = risk.liveTable();
        String column = risk.liveColumn();
        List<Dependent> dependents =
                column == null ? Catalog.dependents(connection, table) : Catalog.dependents(connection, table, column);
        Set<String> dropped = plan.operations().stream()
                .filter(operation -> operation.action().startsWith("DROP "))
                .map(DroppedAlong::identity)
                .collect(Collectors.toSet());
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
        };
    }
}
