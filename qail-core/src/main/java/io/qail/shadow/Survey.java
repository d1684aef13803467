package io.qail.shadow;

import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.error.Setting;
import io.qail.history.History;
import io.qail.migrate.PlannedMigration;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.shadow.ShadowPlan.CopiedTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Looks at everything before anything is made.
 *
 * @param plan for people
 * @param live the primary's catalogs
 * @param fingerprint of the primary's catalogs, taken before they were read
 * @param history rows of the primary's history
 */
record Survey(
        ShadowPlan plan,
        LiveSchema live,
        Mappings mappings,
        DatabaseProperties properties,
        String fingerprint,
        long history) {

    static Survey of(ShadowContext context) throws SQLException {
        List<PlannedMigration> versions = context.target().plan(context.configuration());
        try (Session primary = context.primary()) {
            DatabaseProperties properties = DatabaseProperties.read(primary);
            // Before the catalogs are read: a change in between is then found later on, and not overlooked.
            String fingerprint = Fingerprint.of(primary);
            primary.begin();
            LiveSchema live = Catalog.read(primary.connection(), context.defaultSchema());
            Mappings mappings = Mappings.of(live.schema(), versions, context.defaultSchema());
            List<ShadowTable> tables = mappings.tables(target(live.schema(), versions));
            List<String> refusals = new ArrayList<>(mappings.refusals());
            refusals.addAll(MappingCheck.refusals(primary, tables, context.defaultSchema()));
            primary.rollback();
            Obstacles obstacles = new Obstacles(context, primary, properties);
            refusals.addAll(obstacles.beforeCreate(live, tables));
            History history = new History(primary.connection(), context.defaultSchema());
            if (!history.exists() && context.target().needsHistory()) {
                refusals.add("The database has no history of migrations yet: migrate it once, or adopt it " + "("
                        + Setting.BASELINE_ON_MIGRATE + "), before a shadow is made of it.");
            }
            ShadowPlan plan = new ShadowPlan(
                    context.database(),
                    context.shadowName(),
                    versions,
                    tables.stream().map(table -> copied(table, context)).toList(),
                    refusals,
                    obstacles.hazards(versions, tables),
                    primary.number("SELECT pg_catalog.pg_database_size(pg_catalog.current_database())"),
                    hash(versions, tables));
            return new Survey(
                    plan,
                    live,
                    mappings,
                    properties,
                    fingerprint,
                    history.exists() ? history.read().entries().size() : 0);
        }
    }

    /** What the shadow will be, as far as it can be known before it is there: for the tables' columns only. */
    private static Schema target(Schema live, List<PlannedMigration> versions) {
        if (versions.isEmpty()) {
            return live;
        }
        SchemaBuilder builder = versions.get(versions.size() - 1).plan().to().toBuilder();
        live.tables().forEach(builder.tables::putIfAbsent);
        return builder.build();
    }

    private static CopiedTable copied(ShadowTable table, ShadowContext context) {
        return new CopiedTable(
                table.source().display(context.defaultSchema()),
                table.target().display(context.defaultSchema()),
                table.sourceKey(),
                table.query());
    }

    private static String hash(List<PlannedMigration> versions, List<ShadowTable> tables) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            versions.forEach(version -> add(digest, version.migration().version() + version.hash()));
            tables.forEach(table -> add(digest, table.toString()));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
