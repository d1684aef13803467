package io.qail.catalog;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.EnumType;
import io.qail.schema.Extension;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;
import io.qail.schema.Sequence;
import io.qail.schema.SqlLiteral;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.List;

/** The statements that make a schema in an empty database, in a transaction or without one, from the SQL of its records. */
final class SchemaSql {

    private SchemaSql() {}

    static List<String> of(Schema schema) {
        List<String> sql = new ArrayList<>();
        schema.schemas().forEach(name -> sql.add("CREATE SCHEMA " + Identifier.quote(name)));
        schema.extensions().values().stream().map(Extension::sql).forEach(sql::add);
        schema.enums().values().stream().map(EnumType::sql).forEach(sql::add);
        schema.sequences().values().stream().map(Sequence::sql).forEach(sql::add);
        schema.tables().values().forEach(table -> sql.addAll(table(table)));
        for (Table table : schema.tables().values()) {
            for (Constraint constraint : table.constraints()) {
                if (constraint instanceof ForeignKey) {
                    sql.add("ALTER TABLE " + table.name().sql() + " ADD " + constraint.sql());
                }
            }
        }
        for (Sequence sequence : schema.sequences().values()) {
            if (sequence.owner() != null) {
                sql.add("ALTER SEQUENCE " + sequence.name().sql() + " OWNED BY "
                        + sequence.owner().sql());
            }
        }
        schema.indexes().values().stream()
                .map(index -> index.withConcurrently(false).sql())
                .forEach(sql::add);
        schema.comments()
                .forEach((object, text) -> sql.add("COMMENT ON " + comment(object) + " IS " + SqlLiteral.quote(text)));
        return sql;
    }

    private static List<String> table(Table table) {
        List<String> elements = new ArrayList<>();
        List<String> sql = new ArrayList<>();
        for (Column column : table.columns()) {
            elements.add(column.sql());
            if (column.storage() != null) {
                sql.add("ALTER TABLE " + table.name().sql() + " ALTER " + Identifier.quote(column.name())
                        + " SET STORAGE " + column.storage());
            }
        }
        for (Constraint constraint : table.constraints()) {
            if (constraint instanceof UniqueConstraint) {
                // CREATE TABLE makes only one of two keys over the same columns.
                sql.add("ALTER TABLE " + table.name().sql() + " ADD " + constraint.sql());
            } else if (!(constraint instanceof ForeignKey)) {
                elements.add(constraint.sql());
            }
        }
        sql.add(0, "CREATE TABLE " + table.name().sql() + " (" + String.join(", ", elements) + ")");
        return sql;
    }

    private static String comment(ObjectAddress object) {
        String member = object.member() == null ? "" : Identifier.quote(object.member());
        String keyword = object.kind().keyword() + " ";
        if (object.kind() == ObjectKind.COLUMN) {
            return keyword + object.name().sql() + "." + member;
        }
        return keyword
                + (member.isEmpty() ? "" : member + " ON ")
                + object.name().sql();
    }
}
