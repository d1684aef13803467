package io.qail.rollback;

import io.qail.plan.Effect;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.TableOperation;
import io.qail.schema.Column;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gives what PostgreSQL named by itself while the table or a column still had its later name the name that it had before:
 * NOT NULL constraints (PostgreSQL 18) and the sequences of identity columns. They follow no rename, and what comes back
 * comes back before the renames are undone. Anything that has another name than the generated one keeps it.
 *
 * @param table by its name before the version, which it has again
 * @param names of each, in what was generated and what belongs there
 */
record GeneratedNames(ObjectName table, List<Name> names) implements TableOperation {

    /** One generated name, of the column by its name before the version. */
    record Name(String column, boolean sequence, String generated, String before) {}

    /** Those of every table of which the plan renamed something. */
    static List<Operation> of(Plan forward) {
        List<Operation> operations = new ArrayList<>();
        for (Table table : forward.from().tables().values()) {
            List<Name> names = new ArrayList<>();
            for (Column column : table.columns()) {
                add(table.name(), column, forward.renames(), names);
            }
            if (!names.isEmpty()) {
                operations.add(new GeneratedNames(table.name(), List.copyOf(names)));
            }
        }
        return operations;
    }

    private static void add(ObjectName before, Column column, List<Statement> renames, List<Name> names) {
        ObjectName table = before;
        String name = column.name();
        for (Statement statement : renames) {
            if (statement instanceof Statement.RenameTable rename
                    && rename.from().equals(table)) {
                table = rename.to();
            } else if (statement instanceof Statement.RenameColumn rename
                    && rename.table().equals(table)
                    && rename.from().equals(name)) {
                name = rename.to();
            }
        }
        if (table.equals(before) && name.equals(column.name())) {
            return;
        }
        if (column.notNull() && column.notNullName() == null) {
            names.add(name(before, column, table, name, "not_null"));
        }
        if (column.identity() != null) {
            names.add(name(before, column, table, name, "seq"));
        }
    }

    private static Name name(ObjectName before, Column column, ObjectName table, String name, String label) {
        return new Name(
                column.name(),
                label.equals("seq"),
                Identifier.generated(table.name(), name, label),
                Identifier.generated(before.name(), column.name(), label));
    }

    @Override
    public String action() {
        return "RENAME GENERATED";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(table);
    }

    @Override
    public List<String> statements() {
        String wanted = names.stream()
                .map(name -> "(" + SqlLiteral.quote(name.column()) + ", " + name.sequence() + ", "
                        + SqlLiteral.quote(name.generated()) + ", " + SqlLiteral.quote(name.before()) + ")")
                .collect(Collectors.joining(", "));
        return List.of("DO " + SqlLiteral.quote("""
                DECLARE
                    statement text;
                BEGIN
                    FOR statement IN
                        SELECT pg_catalog.format('ALTER TABLE %%s RENAME CONSTRAINT %%I TO %%I', a.attrelid::pg_catalog.regclass,
                                w.generated, w.before)
                        FROM (VALUES %2$s) AS w(name, sequence, generated, before)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = %1$s::pg_catalog.regclass AND a.attname = w.name
                        JOIN pg_catalog.pg_constraint c ON c.conrelid = a.attrelid AND c.contype = 'n'
                            AND c.conkey = ARRAY[a.attnum] AND c.conname = w.generated AND c.coninhcount = 0
                        WHERE NOT w.sequence
                          AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint o
                              WHERE o.conrelid = a.attrelid AND o.conname = w.before)
                        UNION ALL
                        SELECT pg_catalog.format('ALTER SEQUENCE %%I.%%I RENAME TO %%I', n.nspname, s.relname, w.before)
                        FROM (VALUES %2$s) AS w(name, sequence, generated, before)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = %1$s::pg_catalog.regclass AND a.attname = w.name
                        JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            AND d.classid = d.refclassid AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
                            AND d.deptype = 'i'
                        JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S' AND s.relname = w.generated
                        JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
                        WHERE w.sequence
                          AND NOT EXISTS (SELECT FROM pg_catalog.pg_class o
                              WHERE o.relnamespace = s.relnamespace AND o.relname = w.before)
                    LOOP
                        EXECUTE statement;
                    END LOOP;
                END""".formatted(SqlLiteral.quote(table.sql()), wanted)));
    }

    @Override
    public List<Operation> inverse() {
        return List.of();
    }
}
