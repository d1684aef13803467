package io.qail.catalog;

import io.qail.schema.CheckConstraint;
import io.qail.schema.CompositeType;
import io.qail.schema.Domain;
import io.qail.schema.Expression;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Domains and composite types. */
final class TypeReader {

    private static final String NOT_OF_AN_EXTENSION = """
              AND t.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_type'::regclass)
            """;

    private static final String CHECKS = """
            SELECT c.oid, c.contypid, c.conname, c.convalidated, pg_get_expr(c.conbin, 0) AS expression
            FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid JOIN chosen n ON n.oid = t.typnamespace
            WHERE c.contype = 'c'
            ORDER BY c.conname
            """;

    private static final String DOMAINS = """
            SELECT t.oid, n.nspname, t.typname, t.typbasetype, t.typnotnull, t.typcollation,
                   CASE WHEN t.typtypmod >= 0 THEN format_type(t.typbasetype, t.typtypmod) END AS full_type,
                   pg_get_expr(t.typdefaultbin, 0) AS expression,
                   cn.nspname AS collation_schema, co.collname AS collation_name
            FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
            LEFT JOIN pg_collation co ON co.oid = t.typcollation
            LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            WHERE t.typtype = 'd'
            """ + NOT_OF_AN_EXTENSION;

    private static final String COMPOSITES = """
            SELECT t.oid, n.nspname, t.typname, c.oid AS relation, a.attname, a.atttypid, a.attcollation,
                   CASE WHEN a.atttypmod >= 0 THEN format_type(a.atttypid, a.atttypmod) END AS full_type,
                   cn.nspname AS collation_schema, co.collname AS collation_name
            FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = c.reltype
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_collation co ON co.oid = a.attcollation
            LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            WHERE c.relkind = 'c'
            """ + NOT_OF_AN_EXTENSION + "ORDER BY c.oid, a.attnum";

    private record Check(long oid, CheckConstraint constraint, boolean validated) {}

    private TypeReader() {}

    static void readDomains(Reading reading) {
        Map<Long, List<Check>> checks = new HashMap<>();
        reading.query()
                .each(
                        CHECKS,
                        row -> checks.computeIfAbsent(row.getLong("contypid"), domain -> new ArrayList<>())
                                .add(new Check(
                                        row.getLong("oid"),
                                        new CheckConstraint(
                                                row.getString("conname"),
                                                new Expression(
                                                        SqlText.withoutOuterParentheses(row.getString("expression"))),
                                                false),
                                        row.getBoolean("convalidated"))));
        reading.query()
                .each(DOMAINS, row -> addDomain(reading, row, checks.getOrDefault(row.getLong("oid"), List.of())));
    }

    private static void addDomain(Reading reading, ResultSet row, List<Check> checks) throws SQLException {
        long base = row.getLong("typbasetype");
        String defaultValue = row.getString("expression");
        Domain domain = new Domain(
                name(row),
                reading.types().type(base, row.getString("full_type")),
                collation(reading, row, row.getLong("typcollation"), base),
                defaultValue == null ? null : new Expression(defaultValue),
                row.getBoolean("typnotnull"),
                checks.stream().map(Check::constraint).toList());
        reading.schema().put(domain);
        reading.addresses().put("pg_type", row.getLong("oid"), domain.address());
        for (Check check : checks) {
            ObjectAddress address =
                    ObjectAddress.constraint(domain.name(), check.constraint().name());
            reading.addresses().put("pg_constraint", check.oid(), address);
            if (!check.validated()) {
                reading.notValidated().add(address);
            }
        }
    }

    static void readCompositeTypes(Reading reading) {
        Map<ObjectName, List<CompositeType.Attribute>> types = new LinkedHashMap<>();
        reading.query().each(COMPOSITES, row -> {
            ObjectName name = name(row);
            List<CompositeType.Attribute> attributes = types.computeIfAbsent(name, type -> new ArrayList<>());
            ObjectAddress address = ObjectAddress.of(ObjectKind.TYPE, name);
            reading.addresses().put("pg_type", row.getLong("oid"), address);
            reading.addresses().put("pg_class", row.getLong("relation"), address);
            if (row.getString("attname") != null) {
                long type = row.getLong("atttypid");
                attributes.add(new CompositeType.Attribute(
                        row.getString("attname"),
                        reading.types().type(type, row.getString("full_type")),
                        collation(reading, row, row.getLong("attcollation"), type)));
            }
        });
        types.forEach((name, attributes) -> reading.schema().put(new CompositeType(name, attributes)));
    }

    private static ObjectName name(ResultSet row) throws SQLException {
        return ObjectName.of(row.getString("nspname"), row.getString("typname"));
    }

    private static @Nullable ObjectName collation(Reading reading, ResultSet row, long collation, long type)
            throws SQLException {
        return collation == reading.types().collation(type)
                ? null
                : CatalogQuery.name(row, "collation_schema", "collation_name");
    }
}
