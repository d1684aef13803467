package io.qail.snapshot;

import io.qail.catalog.Catalog;
import io.qail.catalog.ObjectState;
import io.qail.catalog.ObjectStates;
import io.qail.catalog.RemadeObjects;
import io.qail.plan.DropTable;
import io.qail.schema.Column;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of everything that a plan drops and does not make again, as far as no schema of QAIL tells it: owners, privileges
 * and revokes, options, publications, and what was made by hand on a dropped table. It is kept as data in the manifest; a
 * rollback builds its statements from it.
 */
public final class DroppedStates {

    private final Schema declared;
    private final Schema live;
    private final ObjectStates states;
    private final String user;
    private final boolean defaultPrivileges;

    private DroppedStates(SnapshotRequest request, ObjectStates states, String user, boolean defaultPrivileges) {
        this.declared = request.plan().from();
        this.live = request.live();
        this.states = states;
        this.user = user;
        this.defaultPrivileges = defaultPrivileges;
    }

    /** As texts for the manifest. */
    static List<String> of(Connection connection, SnapshotRequest request, List<SnapshotPart> parts)
            throws SQLException {
        if (request.plan().operations().stream()
                .noneMatch(operation -> operation.action().startsWith("DROP "))) {
            return List.of();
        }
        ObjectStates states = Catalog.states(connection, true);
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT current_user, EXISTS (SELECT FROM pg_catalog.pg_default_acl d"
                                + " JOIN pg_catalog.pg_roles r ON r.oid OPERATOR(pg_catalog.=) d.defaclrole"
                                + " WHERE r.rolname OPERATOR(pg_catalog.=) current_user)")) {
            row.next();
            return new DroppedStates(request, states, row.getString(1), row.getBoolean(2)).of(request, parts);
        }
    }

    private List<String> of(SnapshotRequest request, List<SnapshotPart> parts) {
        RemadeObjects remade = RemadeObjects.of(request.plan(), states);
        Set<ObjectName> tables = new HashSet<>();
        Map<ObjectName, Set<String>> columns = new HashMap<>();
        request.plan().operations().stream()
                .filter(DropTable.class::isInstance)
                .forEach(operation -> tables.add(operation.object().name()));
        for (SnapshotPart part : parts) {
            if (part.type() == SnapshotType.DROP_TABLE) {
                tables.add(part.table().name());
            } else if (part.type() == SnapshotType.DROP_COLUMN && part.column() != null) {
                columns.computeIfAbsent(part.table().name(), name -> new HashSet<>())
                        .add(part.column().name());
            }
        }
        List<String> texts = new ArrayList<>();
        for (ObjectState state : states.all()) {
            ObjectState table = states.tableOf(state);
            boolean gone = remade.isDropped(state.key())
                    || (state.kind().equals("TABLE") && tables.contains(state.name()))
                    || (table != null
                            && (remade.isDropped(table.key())
                                    || (table.kind().equals("TABLE")
                                            && (tables.contains(table.name())
                                                    || isOn(state, columns.getOrDefault(table.name(), Set.of()))))));
            ObjectState kept = gone && !remade.contains(state.key()) ? undeclared(state, table) : null;
            if (kept != null) {
                texts.add(ManifestJson.write(new Stored(
                        kept.kind(), kept.name().schema(), kept.name().name(), kept.member(), kept.properties())));
            }
        }
        return texts;
    }

    private static boolean isOn(ObjectState state, Set<String> columns) {
        return state.kind().equals("COLUMN")
                ? columns.contains(state.member())
                : columns.stream().anyMatch(state::uses);
    }

    /** What the schema before the version does not tell; null where it tells everything. */
    private @Nullable ObjectState undeclared(ObjectState state, @Nullable ObjectState table) {
        boolean made = declares(state);
        boolean same = hasDeclaredDefault(state);
        boolean comment = state.get("comment") != null && declared.comments().containsValue(state.get("comment"));
        ObjectState kept = state.without(property -> (property.startsWith("@")
                        && !property.equals("@owner")
                        && !property.equals("@table")
                        && (made || !property.equals("@definition")))
                || (property.equals("default") && same)
                || (property.equals("comment") && comment && isDeclaredComment(state)));
        boolean plain = kept.properties().entrySet().stream()
                .noneMatch(property -> property.getKey().equals("@definition")
                        || (!property.getKey().startsWith("@")
                                && !(property.getKey().equals("owner")
                                        && property.getValue().equals(user))));
        boolean granted = defaultPrivileges && state.get("owner") != null && table == null;
        return plain && !granted ? null : kept;
    }

    private boolean isDeclaredComment(ObjectState state) {
        return declared.comments().entrySet().stream()
                .anyMatch(comment -> ObjectState.key(comment.getKey()).equals(state.key())
                        && comment.getValue().equals(state.get("comment")));
    }

    private boolean declares(ObjectState state) {
        return switch (state.kind()) {
            case "SEQUENCE" -> declared.sequences().containsKey(state.name());
            case "INDEX" -> declared.indexes().containsKey(state.name());
            case "CONSTRAINT" -> {
                Table table = declared.tables().get(state.name());
                yield table != null && table.constraint(state.member()).isPresent();
            }
            default -> declared.objects().keySet().stream().anyMatch(address -> isOf(address, state));
        };
    }

    private static boolean isOf(ObjectAddress address, ObjectState state) {
        return ObjectState.key(address).equals(state.key());
    }

    private boolean hasDeclaredDefault(ObjectState state) {
        Column before = column(declared, state);
        Column now = column(live, state);
        return before != null && now != null && Objects.equals(before.defaultValue(), now.defaultValue());
    }

    private static @Nullable Column column(Schema schema, ObjectState state) {
        Table table = schema.tables().get(state.name());
        return table == null
                ? null
                : schema.allColumns(table).stream()
                        .filter(column -> column.name().equals(state.member()))
                        .findFirst()
                        .orElse(null);
    }

    /** A state in a manifest. */
    record Stored(String kind, String schema, String name, String member, SortedMap<String, String> properties) {}

    /** Whether an entry of a manifest is a state, and no statement. */
    public static boolean isState(String dependent) {
        return dependent.startsWith("{");
    }

    /** The state that an entry of a manifest holds. */
    public static ObjectState read(String dependent) {
        Stored stored = ManifestJson.state(dependent);
        return new ObjectState(
                stored.kind(),
                ObjectName.of(stored.schema(), stored.name()),
                stored.member(),
                0,
                0,
                0,
                new TreeMap<>(stored.properties()));
    }
}
