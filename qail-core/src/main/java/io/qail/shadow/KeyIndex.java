package io.qail.shadow;

import io.qail.schema.Constraint;
import io.qail.schema.IndexKey;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import java.util.List;
import java.util.Set;

/** Whether the rows of a table can be found by its key without reading all of it. */
final class KeyIndex {

    private KeyIndex() {}

    static boolean exists(Schema target, ShadowTable table) {
        Table made = target.tables().get(table.target());
        if (made == null) {
            // QAIL's own tables have a primary key.
            return true;
        }
        boolean constraint = made.constraints().stream()
                .filter(found -> found instanceof PrimaryKey || found instanceof UniqueConstraint)
                .map(Constraint::columns)
                .anyMatch(columns -> beginsWith(columns, table.targetKey()));
        return constraint
                || target.indexes().values().stream()
                        .filter(index -> index.table().equals(table.target())
                                && index.where() == null
                                && index.method().equals("btree"))
                        .anyMatch(index -> beginsWith(
                                index.keys().stream()
                                        .map(IndexKey::column)
                                        .map(String::valueOf)
                                        .toList(),
                                table.targetKey()));
    }

    private static boolean beginsWith(List<String> columns, List<String> key) {
        return columns.size() >= key.size()
                && Set.copyOf(columns.subList(0, key.size())).equals(Set.copyOf(key));
    }
}
