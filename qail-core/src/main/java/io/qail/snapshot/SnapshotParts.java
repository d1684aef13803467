package io.qail.snapshot;

import io.qail.error.MigrationException;
import io.qail.impact.LiveRisks;
import io.qail.impact.LiveRows;
import io.qail.impact.RowsAtRisk;
import io.qail.plan.AtRisk;
import io.qail.plan.Operation;
import io.qail.plan.Risk;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns the risks of a plan into parts, each record in one part only: a dropped table covers its columns. */
final class SnapshotParts {

    private static final String TABLE_ALIAS = "_qail_live";

    private final Connection connection;
    private final SnapshotRequest request;
    private final Map<ObjectName, LiveTable> tables;
    private final LiveRisks live;
    private final Map<Operation, SnapshotPart> measured = new LinkedHashMap<>();

    private SnapshotParts(
            Connection connection, SnapshotRequest request, LiveRisks live, Map<ObjectName, LiveTable> tables) {
        this.connection = connection;
        this.request = request;
        this.live = live;
        this.tables = tables;
    }

    /** The parts in the order of the plan, counted. */
    static List<SnapshotPart> of(Connection connection, SnapshotRequest request) throws SQLException {
        return PartCounts.counted(connection, uncounted(connection, request));
    }

    /** The same without a look at the rows. */
    static List<SnapshotPart> uncounted(Connection connection, SnapshotRequest request) throws SQLException {
        return parts(connection, request).parts();
    }

    private static SnapshotParts parts(Connection connection, SnapshotRequest request) throws SQLException {
        LiveRisks live = LiveRisks.read(connection, request.plan());
        Set<ObjectName> names = live.tablesAtRisk();
        request.risks().forEach(risk -> names.add(risk.liveTable()));
        return new SnapshotParts(connection, request, live, LiveTables.read(connection, names));
    }

    private List<SnapshotPart> parts() throws SQLException {
        Set<ObjectName> dropped = new TreeSet<>();
        request.risks().forEach(this::checkPresence);
        for (AtRisk risk : live.all()) {
            if (risk.risk() instanceof Risk.DroppedTable) {
                dropped.add(risk.liveTable());
            }
        }
        Map<String, List<AtRisk>> byObject = new LinkedHashMap<>();
        for (AtRisk risk : live.all()) {
            String column = dropped.contains(risk.liveTable()) ? null : risk.liveColumn();
            byObject.computeIfAbsent(risk.liveTable().sql() + " " + column, object -> new ArrayList<>())
                    .add(risk);
        }
        List<SnapshotPart> parts = new ArrayList<>();
        for (List<AtRisk> risks : byObject.values()) {
            LiveTable table = tables.get(risks.get(0).liveTable());
            if (table == null) {
                throw gone(risks.get(0).liveTable(), null);
            }
            if (dropped.contains(table.name())) {
                parts.add(wholeTable(table));
            } else if (isMeasured(risks)) {
                measured.put(risks.get(0).operation(), column(table, risks));
            } else {
                parts.add(column(table, risks));
            }
        }
        return parts;
    }

    private boolean isMeasured(List<AtRisk> risks) throws SQLException {
        return risks.size() == 1
                && RowsAtRisk.of(connection, live, risks.get(0)).measured();
    }

    /** What the parts are of whose rows only an UPDATE of the plan can tell. */
    static Map<Operation, SnapshotPart> measured(Connection connection, SnapshotRequest request) throws SQLException {
        SnapshotParts all = parts(connection, request);
        all.parts();
        return all.measured;
    }

    private SnapshotPart wholeTable(LiveTable table) {
        List<String> columns = table.columns().stream().map(LiveColumn::name).toList();
        return new SnapshotPart(
                SnapshotType.DROP_TABLE,
                table,
                null,
                RowKey.of(table, new LinkedHashSet<>(columns), Set.of()),
                live.rowsOfDropped(table.name(), TABLE_ALIAS, columns),
                "true",
                false,
                List.of(),
                0,
                0);
    }

    private SnapshotPart column(LiveTable table, List<AtRisk> risks) throws SQLException {
        AtRisk first = risks.get(0);
        LiveColumn column = table.column(String.valueOf(first.liveColumn()))
                .orElseThrow(() -> gone(table.name(), first.liveColumn()));
        RowKey key = RowKey.of(
                table,
                Survivors.of(live, table.name()),
                Survivors.mapped(live, table.name(), String.valueOf(first.liveColumn())));
        boolean drops = risks.stream().anyMatch(risk -> risk.risk() instanceof Risk.DroppedColumn);
        List<String> conditions = new ArrayList<>();
        LiveRows source = null;
        for (AtRisk risk : risks) {
            RowsAtRisk rows = RowsAtRisk.of(connection, live, risk);
            source = rows.rows();
            conditions.add(drops ? dropped(source, column) : rows.condition());
        }
        String condition = conditions.contains("true") ? "true" : String.join(" OR ", new LinkedHashSet<>(conditions));
        return new SnapshotPart(
                drops ? SnapshotType.DROP_COLUMN : SnapshotType.ALTER_TYPE,
                table,
                column,
                key,
                required(source),
                condition,
                !drops || column.hasDefault(),
                drops && !key.unique() ? droppedTogether(table) : List.of(),
                0,
                0);
    }

    private List<LiveColumn> droppedTogether(LiveTable table) {
        List<LiveColumn> columns = new ArrayList<>();
        for (AtRisk risk : live.all()) {
            if (risk.risk() instanceof Risk.DroppedColumn && risk.liveTable().equals(table.name())) {
                table.column(String.valueOf(risk.liveColumn())).ifPresent(column -> columns.add(0, column));
            }
        }
        return columns.size() > 1 ? columns : List.of();
    }

    /** A missing row means null, unless the column comes back with a default in its rows. */
    private static String dropped(LiveRows source, LiveColumn column) {
        return column.hasDefault() ? "true" : source.column(column.name()) + " IS DISTINCT FROM NULL";
    }

    private static LiveRows required(@Nullable LiveRows rows) {
        if (rows == null) {
            throw new IllegalStateException("a column at risk has a risk");
        }
        return rows;
    }

    private void checkPresence(AtRisk risk) {
        LiveTable table = tables.get(risk.liveTable());
        String column = risk.liveColumn();
        if (table == null || (column != null && table.column(column).isEmpty())) {
            throw gone(risk.liveTable(), column);
        }
    }

    private MigrationException gone(ObjectName table, @Nullable String column) {
        ObjectAddress object = column == null ? ObjectAddress.table(table) : ObjectAddress.column(table, column);
        return new MigrationException(
                request.version(),
                object.display(request.defaultSchema()) + " is at risk by the plan, and is not in the database",
                "Somebody changed the database while the migration began. Start again. Nothing was changed.");
    }
}
