package io.qail.catalog;

import io.qail.schema.CheckConstraint;
import io.qail.schema.Constraint;
import io.qail.schema.Deferrability;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.ReferentialAction;
import io.qail.schema.UniqueConstraint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The constraints of tables that the language can say. NOT NULL is a property of its column. */
final class ConstraintReader {

    private static final Map<String, ReferentialAction> ACTIONS = Map.of(
            "a", ReferentialAction.NO_ACTION,
            "r", ReferentialAction.RESTRICT,
            "c", ReferentialAction.CASCADE,
            "n", ReferentialAction.SET_NULL,
            "d", ReferentialAction.SET_DEFAULT);

    private static final String SQL = """
            SELECT c.oid, t.nspname, t.relname, c.conname, c.contype, c.condeferrable, c.condeferred, c.convalidated,
                   c.connoinherit, c.confdeltype, c.confupdtype, c.confmatchtype, c.conindid,
                   pg_get_expr(c.conbin, c.conrelid) AS expression, tn.nspname AS target_schema, tc.relname AS target,
                   c.conkey, c.confkey, ft.oid IS NOT NULL AS target_known,
                   CASE WHEN c.contype = 'f' AND ft.oid IS NULL THEN
                       ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k(attnum, n)
                             JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum
                             ORDER BY k.n) END AS target_columns,
                   %s AS confdelsetcols, %s AS temporal,
                   CASE WHEN c.contype = 'x' THEN
                       ARRAY(SELECT CASE WHEN n.nspname = 'pg_catalog' THEN o.oprname::text
                                    ELSE 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')' END
                             FROM unnest(c.conexclop) WITH ORDINALITY AS k(oid, n)
                             JOIN pg_operator o ON o.oid = k.oid JOIN pg_namespace n ON n.oid = o.oprnamespace
                             ORDER BY k.n) END AS operators
            FROM managed t
            JOIN pg_constraint c ON c.conrelid = t.oid
            LEFT JOIN pg_class tc ON tc.oid = c.confrelid
            LEFT JOIN pg_namespace tn ON tn.oid = tc.relnamespace
            LEFT JOIN managed ft ON ft.oid = c.confrelid
            WHERE (%s) OR (c.contype = 'n' AND NOT c.convalidated)
            """;

    private ConstraintReader() {}

    /**
     * Which constraints, {@code c} in the query, the language can say. Those that a partition has from its parent, and
     * the rows that PostgreSQL keeps for the partitions of a foreign key's target, say nothing of their own.
     */
    static String expressible(int serverVersion) {
        return "c.contype IN ('p', 'u', 'c', 'f', 'x') AND c.conparentid = 0 AND c.conislocal"
                + (serverVersion >= 18 ? " AND c.conenforced" : "");
    }

    static SortedMap<ObjectName, List<Constraint>> read(Reading reading, Map<Long, IndexReader.Entry> indexes) {
        SortedMap<ObjectName, List<Constraint>> constraints = new TreeMap<>();
        SortedSet<ObjectAddress> notValidated = reading.notValidated();
        int version = reading.query().serverVersion();
        String setColumns = version >= 15 ? "c.confdelsetcols" : "NULL::int2[]";
        reading.query()
                .each(SQL.formatted(setColumns, version >= 18 ? "c.conperiod" : "false", expressible(version)), row -> {
                    ObjectName table = ObjectName.of(row.getString("nspname"), row.getString("relname"));
                    if (row.getString("contype").equals("n")) {
                        notValidated.add(ObjectAddress.column(
                                table,
                                reading.columns().allNames(table, row, "conkey").get(0)));
                        return;
                    }
                    Constraint constraint =
                            constraint(reading.columns(), table, row, indexes.get(row.getLong("conindid")));
                    reading.addresses()
                            .put(
                                    "pg_constraint",
                                    row.getLong("oid"),
                                    ObjectAddress.constraint(table, constraint.name()));
                    if (!row.getBoolean("convalidated")) {
                        notValidated.add(ObjectAddress.constraint(table, constraint.name()));
                    }
                    constraints.computeIfAbsent(table, key -> new ArrayList<>()).add(constraint);
                });
        return constraints;
    }

    private static Constraint constraint(
            ColumnNumbers numbers, ObjectName table, ResultSet row, IndexReader.@Nullable Entry entry)
            throws SQLException {
        String name = row.getString("conname");
        // Checks and exclusions are made of expressions.
        boolean key = Set.of("p", "u", "f").contains(row.getString("contype"));
        List<String> columns = key ? numbers.allNames(table, row, "conkey") : List.of();
        Deferrability deferrability = row.getBoolean("condeferred")
                ? Deferrability.INITIALLY_DEFERRED
                : row.getBoolean("condeferrable") ? Deferrability.DEFERRABLE : Deferrability.NOT_DEFERRABLE;
        return switch (row.getString("contype")) {
            case "p" ->
                new PrimaryKey(name, columns, index(name, entry).include(), deferrability, row.getBoolean("temporal"));
            case "u" ->
                new UniqueConstraint(
                        name,
                        columns,
                        index(name, entry).include(),
                        index(name, entry).nullsNotDistinct(),
                        deferrability,
                        row.getBoolean("temporal"));
            case "c" ->
                new CheckConstraint(
                        name,
                        new Expression(SqlText.withoutOuterParentheses(row.getString("expression"))),
                        row.getBoolean("connoinherit"));
            case "f" -> {
                ObjectName target = ObjectName.of(row.getString("target_schema"), row.getString("target"));
                yield new ForeignKey(
                        name,
                        columns,
                        target,
                        row.getBoolean("target_known")
                                ? numbers.allNames(target, row, "confkey")
                                : CatalogQuery.strings(row, "target_columns"),
                        action(row.getString("confdeltype")),
                        action(row.getString("confupdtype")),
                        row.getString("confmatchtype").equals("f"),
                        deferrability,
                        numbers.allNames(table, row, "confdelsetcols"),
                        row.getBoolean("temporal"));
            }
            default -> exclusion(name, index(name, entry), CatalogQuery.strings(row, "operators"), deferrability);
        };
    }

    private static Index index(String constraint, IndexReader.@Nullable Entry entry) {
        return Objects.requireNonNull(entry, () -> "constraint " + constraint + " has no index")
                .index();
    }

    private static ExclusionConstraint exclusion(
            String name, Index index, List<String> operators, Deferrability deferrability) {
        List<ExclusionConstraint.Element> elements = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            IndexKey key = index.keys().get(i);
            elements.add(new ExclusionConstraint.Element(key, operators.get(i)));
        }
        return new ExclusionConstraint(name, index.method(), elements, index.where(), deferrability);
    }

    private static ReferentialAction action(String letter) {
        return ACTIONS.getOrDefault(letter, ReferentialAction.NO_ACTION);
    }
}
