package io.qail.shadow;

import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SqlLiteral;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How many rows a foreign key would refuse, as a query. */
final class References {

    private References() {}

    /**
     * A query of the key's name and the number of rows.
     *
     * @param operators of {@link KeyOperators}, of the columns that the key points at
     */
    static String violations(Schema target, ObjectName table, ForeignKey key, List<String> operators) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            pairs.add("_qail_parent." + Identifier.quote(key.targetColumns().get(i)) + " " + operators.get(i)
                    + " _qail_child."
                    + Identifier.quote(key.columns().get(i)));
        }
        // A key with a NULL in it points nowhere; MATCH FULL wants all of it NULL then.
        String points = key.columns().stream()
                .map(column -> "_qail_child." + Identifier.quote(column) + " IS NOT NULL")
                .collect(Collectors.joining(key.matchFull() ? " OR " : " AND ", "(", ")"));
        return "SELECT " + SqlLiteral.quote(key.name() + " of " + table.sql()) + ", count(*) FROM "
                + only(target, table) + " AS _qail_child WHERE " + points + " AND NOT EXISTS (SELECT FROM "
                + only(target, key.target()) + " AS _qail_parent WHERE " + String.join(" AND ", pairs) + ")";
    }

    private static String only(Schema target, ObjectName name) {
        Table table = target.tables().get(name);
        return table != null && table.options().partitionBy() != null ? name.sql() : "ONLY " + name.sql();
    }
}
