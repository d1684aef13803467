package io.qail.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What stands on tables: known to the base, or made by hand after it was adopted. */
final class ObjectsOnTables {

    private ObjectsOnTables() {}

    static AttackedTable around(AttackedTable table, Random random) {
        String t = table.sql();
        String prefix = table.name();
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        if (!table.dropped() && random.nextInt(3) == 0) {
            table.columns().stream()
                    .filter(column -> column.action() == AttackedColumn.Action.RETYPE
                            || column.action() == AttackedColumn.Action.TO_TEXT)
                    .findFirst()
                    .ifPresent(column -> {
                        String view = Sql.name(prefix + " view");
                        before.add("CREATE VIEW " + view + " WITH (security_barrier) AS SELECT rid, "
                                + Sql.name(column.name()) + "::text AS x FROM " + t);
                        // The comment tells which column it needs.
                        String of = " /*" + Sql.name(column.name()) + "*/";
                        after.add("GRANT SELECT ON " + view + " TO {reader}" + of);
                        after.add("REVOKE INSERT ON " + view + " FROM {app}" + of);
                        after.add("COMMENT ON VIEW " + view + " IS 'by hand'" + of);
                        after.add("ALTER VIEW " + view + " OWNER TO {owner}" + of);
                    });
        }
        one(
                random,
                after,
                "CREATE INDEX " + Sql.name(prefix + " by hand") + " ON " + t
                        + " (touched, rid) WITH (fillfactor = 70)");
        one(random, after, "ALTER TABLE " + t + " ADD CONSTRAINT by_hand CHECK (rid >= 0)");
        one(random, after, "COMMENT ON TABLE " + t + " IS 'by hand'");
        one(random, after, "COMMENT ON COLUMN " + t + ".touched IS 'by hand'");
        one(random, after, "ALTER TABLE " + t + " SET (fillfactor = 80, autovacuum_enabled = false)");
        one(random, after, "ALTER TABLE " + t + " ALTER rid SET STATISTICS 77");
        one(random, after, "ALTER TABLE " + t + " ALTER touched SET (n_distinct = 5)");
        one(random, after, "ALTER TABLE " + t + " ALTER touched SET STORAGE EXTERNAL");
        one(random, after, "ALTER TABLE " + t + " REPLICA IDENTITY FULL");
        boolean quarantined = Quarantine.HAND_MADE.holds();
        one(
                random,
                quarantined ? new ArrayList<>() : after,
                "CREATE STATISTICS " + Sql.name(prefix + " stats") + " ON rid, touched FROM " + t);
        one(random, after, "GRANT SELECT ON " + t + " TO {reader} WITH GRANT OPTION");
        one(random, after, "GRANT UPDATE (touched) ON " + t + " TO PUBLIC");
        one(random, after, "REVOKE TRUNCATE, REFERENCES ON " + t + " FROM {app}");
        if (random.nextInt(6) == 0) {
            if (!table.key().primary()) {
                // PostgreSQL refuses every UPDATE otherwise.
                after.add("ALTER TABLE " + t + " REPLICA IDENTITY FULL");
            }
            after.add("CREATE PUBLICATION " + Sql.name(prefix + " pub") + " FOR TABLE " + t);
        }
        if (!quarantined && !table.dropped()) {
            table.columns().stream()
                    .filter(column -> column.action() == AttackedColumn.Action.DROP)
                    .findFirst()
                    .ifPresent(column -> {
                        String c = Sql.name(column.name());
                        one(random, after, "COMMENT ON COLUMN " + t + "." + c + " IS 'by hand'");
                        one(random, after, "GRANT SELECT (" + c + ") ON " + t + " TO {reader}");
                        one(random, after, "ALTER TABLE " + t + " ALTER " + c + " SET STATISTICS 55");
                    });
        }
        if (quarantined && table.dropped()) {
            // The default of a column with a privilege or options of its own is lost.
            before.clear();
            after.clear();
        }
        if (random.nextInt(12) > 0) {
            // Most of it is known to the base: what is not may be refused as changed by hand.
            before.addAll(after);
            after.clear();
        }
        return new AttackedTable(
                table.name(), table.key(), table.columns(), table.dropped(), table.renamed(), before, after);
    }

    private static void one(Random random, List<String> into, String sql) {
        if (random.nextInt(6) == 0) {
            into.add(sql);
        }
    }
}
