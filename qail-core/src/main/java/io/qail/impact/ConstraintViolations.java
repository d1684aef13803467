package io.qail.impact;

import io.qail.impact.Violation.KeyPart;
import io.qail.language.ColumnReferences;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Constraint;
import io.qail.schema.Deferrability;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows that violate a constraint or a unique index which a plan adds, by PostgreSQL's rules for each kind. */
final class ConstraintViolations {

    private static final String PLACE = "_qail_place";

    /** The rows of a table that a plan works on. */
    interface Rows {
        /** Without what inherits from the table; nothing for a table or a column of which the values are not yet known. */
        Optional<LiveRows> of(ObjectName table, Collection<String> columns);

        /** The same with what inherits from it. */
        Optional<LiveRows> withHeirs(ObjectName table, Collection<String> columns);

        /** What tells the rows of a table apart; empty where nothing does. */
        List<KeyPart> key(ObjectName table);
    }

    private final Rows rows;

    ConstraintViolations(Rows rows) {
        this.rows = rows;
    }

    Optional<Violation> of(ObjectName table, Constraint constraint) {
        if (constraint instanceof CheckConstraint check) {
            Set<String> columns = ColumnReferences.names(check.expression());
            return (check.noInherit() ? rows.of(table, columns) : rows.withHeirs(table, columns))
                    .map(found ->
                            Violation.ofRows(found.from(), "(" + check.expression() + ") IS FALSE", rows.key(table)));
        }
        if (constraint instanceof PrimaryKey key && key.withoutOverlaps()) {
            return conflicts(table, withoutOverlaps(key.name(), key.columns()));
        }
        if (constraint instanceof UniqueConstraint key && key.withoutOverlaps()) {
            return conflicts(table, withoutOverlaps(key.name(), key.columns()));
        }
        if (constraint instanceof PrimaryKey key) {
            return rows.of(table, key.columns())
                    .map(found -> Violation.ofGroups(found, columns(found, key.columns()), null, true));
        }
        if (constraint instanceof UniqueConstraint unique) {
            return rows.of(table, unique.columns())
                    .map(found -> Violation.ofGroups(
                            found, columns(found, unique.columns()), null, unique.nullsNotDistinct()));
        }
        if (constraint instanceof ForeignKey key) {
            // Which spans cover one is PostgreSQL's to say.
            return key.period() ? Optional.empty() : orphans(table, key);
        }
        return constraint instanceof ExclusionConstraint exclusion ? conflicts(table, exclusion) : Optional.empty();
    }

    /** What a key of ranges forbids, said as an exclusion. */
    private static ExclusionConstraint withoutOverlaps(String name, List<String> columns) {
        int range = columns.size() - 1;
        return new ExclusionConstraint(
                name,
                "gist",
                IntStream.rangeClosed(0, range)
                        .mapToObj(i -> new ExclusionConstraint.Element(
                                IndexKey.column(columns.get(i)), i == range ? "&&" : "="))
                        .toList(),
                null,
                Deferrability.NOT_DEFERRABLE);
    }

    Optional<Violation> of(Index index) {
        return rows.of(index.table(), read(index.keys(), index.where()))
                .map(found -> Violation.ofGroups(
                        found,
                        index.keys().stream()
                                .map(key -> new KeyPart(name(key), sql(found.alias(), key)))
                                .toList(),
                        index.where() == null ? null : index.where().text(),
                        index.nullsNotDistinct()));
    }

    /** Every column that index keys and a predicate read. */
    private static List<String> read(List<IndexKey> keys, @Nullable Expression where) {
        List<String> columns = new ArrayList<>();
        for (IndexKey key : keys) {
            if (key.column() != null) {
                columns.add(key.column());
            } else if (key.expression() != null) {
                columns.addAll(ColumnReferences.names(key.expression()));
            }
        }
        if (where != null) {
            columns.addAll(ColumnReferences.names(where));
        }
        return columns;
    }

    private static String name(IndexKey key) {
        return key.column() == null ? "(" + key.expression() + ")" : key.column();
    }

    private static String sql(String alias, IndexKey key) {
        return (key.column() == null ? "(" + key.expression() + ")" : alias + "." + Identifier.quote(key.column()))
                + (key.collation() == null ? "" : " COLLATE " + key.collation().sql());
    }

    private Optional<Violation> orphans(ObjectName table, ForeignKey key) {
        return rows.of(table, key.columns())
                .flatMap(child -> rows.of(key.target(), key.targetColumns()).map(parent -> {
                    // A table may point at itself: two aliases in any case.
                    List<KeyPart> columns = columns(child, key.columns());
                    String join = IntStream.range(0, columns.size())
                            .mapToObj(i -> "_qail_parent."
                                    + Identifier.quote(key.targetColumns().get(i)) + " = "
                                    + columns.get(i).sql())
                            .collect(Collectors.joining(" AND "));
                    String orphan =
                            all(columns, " IS DISTINCT FROM NULL") + " AND NOT EXISTS (SELECT FROM (SELECT * FROM "
                                    + parent.from() + ") AS _qail_parent WHERE " + join + ")";
                    String half = "NOT (" + all(columns, " IS DISTINCT FROM NULL") + ") AND NOT ("
                            + all(columns, " IS NOT DISTINCT FROM NULL") + ")";
                    return Violation.ofRows(
                            child.from(),
                            key.matchFull() ? "((" + half + ") OR (" + orphan + "))" : orphan,
                            Stream.concat(rows.key(table).stream(), columns.stream())
                                    .toList());
                }));
    }

    private static String all(List<KeyPart> columns, String condition) {
        return columns.stream().map(column -> column.sql() + condition).collect(Collectors.joining(" AND "));
    }

    /**
     * Rows that another row is in conflict with. Within one query a row can be told from another by its place. What is null
     * conflicts with nothing, by the operators themselves.
     */
    private Optional<Violation> conflicts(ObjectName table, ExclusionConstraint exclusion) {
        List<IndexKey> keys = exclusion.elements().stream()
                .map(ExclusionConstraint.Element::key)
                .toList();
        Expression where = exclusion.where();
        return rows.of(table, read(keys, where)).map(found -> {
            String list = IntStream.range(0, keys.size())
                    .mapToObj(i -> sql(found.alias(), keys.get(i)) + " AS _qail_key_" + i)
                    .collect(Collectors.joining(", "));
            String from = found.fromWithPlace(PLACE);
            String compared = "(SELECT " + PLACE + ", " + list + " FROM " + from
                    + (where == null ? "" : " WHERE (" + where + ")") + ") AS ";
            String conflict = IntStream.range(0, keys.size())
                    .mapToObj(i -> "_qail_one._qail_key_" + i + " "
                            + exclusion.elements().get(i).operator() + " _qail_other._qail_key_" + i)
                    .collect(Collectors.joining(" AND "));
            return Violation.ofRows(
                    from,
                    PLACE + " IN (SELECT _qail_one." + PLACE + " FROM " + compared + "_qail_one JOIN " + compared
                            + "_qail_other ON _qail_one." + PLACE + " <> _qail_other." + PLACE + " AND " + conflict
                            + ")",
                    rows.key(table));
        });
    }

    private static List<KeyPart> columns(LiveRows rows, List<String> currentNames) {
        return currentNames.stream()
                .map(column -> new KeyPart(column, rows.alias() + "." + Identifier.quote(column)))
                .toList();
    }
}
