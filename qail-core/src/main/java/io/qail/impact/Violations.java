package io.qail.impact;

import io.qail.language.ColumnReferences;
import io.qail.plan.AddColumn;
import io.qail.plan.AddConstraint;
import io.qail.plan.AlterColumnType;
import io.qail.plan.ColumnOperation;
import io.qail.plan.CopyRows;
import io.qail.plan.CreateIndex;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.RunSql;
import io.qail.plan.SetNotNull;
import io.qail.plan.TransformColumn;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.UniqueConstraint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are there already and violate what an operation declares, so that it will fail. Said only where they are sure:
 * nothing is foreseen about columns that the same plan fills or changes, nor where it runs SQL or loads rows.
 */
final class Violations {

    private final Connection connection;
    private final LiveTableNames names;
    private final Map<ObjectName, TableFacts> facts;
    private final long exactLimit;
    private final boolean foreseeable;
    private final Set<String> moving = new HashSet<>();

    Violations(
            Connection connection,
            Plan plan,
            LiveTableNames names,
            Map<ObjectName, TableFacts> facts,
            long exactLimit) {
        this.connection = connection;
        this.names = names;
        this.facts = facts;
        this.exactLimit = exactLimit;
        this.foreseeable = plan.operations().stream()
                .noneMatch(operation -> operation instanceof RunSql || operation instanceof CopyRows);
        for (Operation operation : plan.operations()) {
            if (operation instanceof AddColumn
                    || operation instanceof AlterColumnType
                    || operation instanceof TransformColumn) {
                ColumnOperation column = (ColumnOperation) operation;
                moving.add(address(column.table(), column.column()));
            }
        }
    }

    /** How many rows, or groups of duplicates, make the operation fail; 0 also where it cannot be foreseen. */
    long of(Operation operation) throws SQLException {
        Optional<String> query = foreseeable ? query(operation) : Optional.empty();
        if (query.isEmpty()) {
            return 0;
        }
        try {
            return Attempt.run(connection, () -> {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(query.get())) {
                    row.next();
                    return row.getLong(1);
                }
            });
        } catch (SQLException e) {
            if (SqlErrors.isRefusal(e) || SqlErrors.isData(e)) {
                return 0L;
            }
            throw e;
        }
    }

    private Optional<String> query(Operation operation) {
        if (operation instanceof SetNotNull notNull) {
            return rows(notNull.table(), List.of(notNull.column()))
                    .map(rows -> violating(rows, quote(rows, notNull.column()) + " IS NOT DISTINCT FROM NULL"));
        }
        if (operation instanceof AddColumn add && needsValue(add.definition())) {
            return rows(add.table(), List.of()).map(rows -> violating(rows, "true"));
        }
        if (operation instanceof CreateIndex create && create.index().unique()) {
            return duplicates(create.index());
        }
        return operation instanceof AddConstraint add ? query(add.table(), add.constraint()) : Optional.empty();
    }

    private Optional<String> query(ObjectName table, Constraint constraint) {
        if (constraint instanceof CheckConstraint check) {
            return rows(table, ColumnReferences.names(check.expression()))
                    .map(rows -> violating(rows, "(" + check.expression() + ") IS FALSE"));
        }
        if (constraint instanceof PrimaryKey key) {
            return rows(table, key.columns()).map(rows -> duplicates(rows, quoted(rows, key.columns()), null, true));
        }
        if (constraint instanceof UniqueConstraint unique) {
            return rows(table, unique.columns())
                    .map(rows -> duplicates(rows, quoted(rows, unique.columns()), null, unique.nullsNotDistinct()));
        }
        return constraint instanceof ForeignKey key ? orphans(table, key) : Optional.empty();
    }

    private Optional<String> duplicates(Index index) {
        List<String> columns = new ArrayList<>();
        for (IndexKey key : index.keys()) {
            if (key.column() == null) {
                return Optional.empty();
            }
            columns.add(key.column());
        }
        if (index.where() != null) {
            columns.addAll(ColumnReferences.names(index.where()));
        }
        List<String> keys = columns.subList(0, index.keys().size());
        return rows(index.table(), columns)
                .map(rows -> duplicates(
                        rows,
                        quoted(rows, keys),
                        index.where() == null ? null : index.where().text(),
                        index.nullsNotDistinct()));
    }

    private Optional<String> orphans(ObjectName table, ForeignKey key) {
        return rows(table, key.columns())
                .flatMap(child -> rows(key.target(), key.targetColumns()).map(parent -> {
                    // A table may point at itself: two aliases in any case.
                    List<String> columns = quoted(child, key.columns());
                    String join = IntStream.range(0, columns.size())
                            .mapToObj(i -> "_qail_parent."
                                    + Identifier.quote(key.targetColumns().get(i)) + " = " + columns.get(i))
                            .collect(Collectors.joining(" AND "));
                    String set = columns.stream()
                            .map(column -> column + " IS DISTINCT FROM NULL")
                            .collect(Collectors.joining(" AND "));
                    return violating(
                            child,
                            set + " AND NOT EXISTS (SELECT FROM (SELECT * FROM " + parent.from()
                                    + ") AS _qail_parent WHERE " + join + ")");
                }));
    }

    /** The table, if it was there before, is not too large, and has all these columns as they are. */
    private Optional<LiveRows> rows(ObjectName table, Collection<String> columns) {
        return names.rows(table)
                .filter(rows ->
                        facts.getOrDefault(rows.table(), TableFacts.NONE).rows() <= exactLimit)
                .filter(rows -> columns.stream().noneMatch(column -> moving.contains(address(table, column))));
    }

    private static String address(ObjectName table, String column) {
        return table.sql() + "." + Identifier.quote(column);
    }

    private static boolean needsValue(Column column) {
        return column.notNull()
                && column.defaultValue() == null
                && column.identity() == null
                && column.generated() == null
                && column.type().userDefined() == null;
    }

    private static String violating(LiveRows rows, String condition) {
        return "SELECT " + TableScan.countOf(condition) + " FROM " + rows.from();
    }

    private static String duplicates(
            LiveRows rows, List<String> columns, @Nullable String where, boolean nullsCollide) {
        List<String> conditions = new ArrayList<>();
        if (where != null) {
            conditions.add("(" + where + ")");
        }
        if (!nullsCollide) {
            columns.forEach(column -> conditions.add(column + " IS DISTINCT FROM NULL"));
        }
        return "SELECT pg_catalog.count(*) FROM (SELECT FROM " + rows.from()
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " GROUP BY " + String.join(", ", columns) + " HAVING pg_catalog.count(*) > 1) AS _qail_duplicates";
    }

    private static List<String> quoted(LiveRows rows, List<String> columns) {
        return columns.stream().map(column -> quote(rows, column)).toList();
    }

    private static String quote(LiveRows rows, String currentColumn) {
        return rows.alias() + "." + Identifier.quote(currentColumn);
    }
}
