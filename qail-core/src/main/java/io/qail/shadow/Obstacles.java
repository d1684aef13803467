package io.qail.shadow;

import io.qail.catalog.LiveSchema;
import io.qail.catalog.SqlMessage;
import io.qail.error.Setting;
import io.qail.migrate.PlannedMigration;
import io.qail.migrate.ShadowRole;
import io.qail.plan.AddColumn;
import io.qail.schema.Extension;
import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Everything about server, database and role that stands in the way of a shadow or of its promotion, by name. */
final class Obstacles {

    private final ShadowContext context;
    private final Session primary;
    private final DatabaseProperties properties;
    private final List<String> found = new ArrayList<>();

    Obstacles(ShadowContext context, Session primary, DatabaseProperties properties) {
        this.context = context;
        this.primary = primary;
        this.properties = properties;
    }

    /** Before anything is made; each a sentence. */
    List<String> beforeCreate(LiveSchema live, List<ShadowTable> tables) throws SQLException {
        found.clear();
        names();
        privileges();
        atThisMoment();
        contents(live);
        found.addAll(ExtensionRows.left(primary));
        tables(tables);
        Disk.shortage(primary).ifPresent(found::add);
        return List.copyOf(found);
    }

    /** Right before a promotion. */
    List<String> beforePromotion() throws SQLException {
        found.clear();
        privileges();
        atThisMoment();
        found.addAll(ExtensionRows.left(primary));
        return List.copyOf(found);
    }

    private void names() throws SQLException {
        if (Identifier.isTooLong(context.shadowName())) {
            found.add("The name " + context.shadowName() + " is longer than the 63 bytes of a PostgreSQL name: set "
                    + Setting.SHADOW_NAME + ".");
        }
        if (Identifier.isTooLong(context.database() + "_old_20000101_9")) {
            found.add("The name " + context.database() + " is so long that " + context.database()
                    + "_old_<yyyyMMdd> would not fit into the 63 bytes of a PostgreSQL name.");
        }
        if (context.options().maintenanceDatabase().equals(context.database())
                || context.options().maintenanceDatabase().equals(context.shadowName())) {
            found.add(Setting.SHADOW_MAINTENANCE_DATABASE + " is the database itself: name another one.");
        }
        boolean ours = context.options().replace()
                && Whereabouts.of(primary)
                        .filter(here -> here.role() == ShadowRole.PRIMARY
                                && context.shadowName().equals(here.shadowNow()))
                        .isPresent();
        if (!ours && exists(context.shadowName())) {
            found.add(
                    "The database " + context.shadowName() + " exists already. If QAIL made it, abort it first or set "
                            + Setting.SHADOW_REPLACE + "; else set " + Setting.SHADOW_NAME + ".");
        }
    }

    private boolean exists(String database) throws SQLException {
        return primary.isTrue("SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ?)", database);
    }

    private void privileges() throws SQLException {
        if (!primary.isTrue("SELECT rolcreatedb OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user")) {
            found.add("The role " + role() + " lacks CREATEDB: ALTER ROLE " + Identifier.quote(role()) + " CREATEDB.");
        }
        if (!primary.isTrue("SELECT pg_catalog.pg_has_role(?, 'USAGE')", properties.owner())) {
            found.add("The database belongs to " + properties.owner() + ", of which " + role()
                    + " is no member: only its owner can rename it.");
        }
        for (String other : Owners.outOfReach(primary)) {
            found.add("Objects belong to " + other + ", of which " + role() + " is no member: GRANT "
                    + Identifier.quote(other) + " TO " + Identifier.quote(role()) + ".");
        }
        boolean createsRoles = primary.isTrue(
                "SELECT rolcreaterole OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user");
        for (String other : createsRoles ? List.<String>of() : properties.foreignSettings()) {
            found.add(
                    "The role " + other + " has settings of its own in this database (ALTER ROLE … IN DATABASE), which "
                            + role() + " may not carry over.");
        }
        try (Session maintenance = context.maintenance()) {
            maintenance.number("SELECT 1");
        } catch (SQLException e) {
            found.add("The maintenance database " + context.options().maintenanceDatabase() + " cannot be reached ("
                    + SqlMessage.of(e) + "): set " + Setting.SHADOW_MAINTENANCE_DATABASE + " to one that can.");
        }
    }

    private String role() throws SQLException {
        return primary.strings("SELECT current_user").get(0);
    }

    private void atThisMoment() throws SQLException {
        for (String gid : primary.strings(
                "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = current_database() ORDER BY 1")) {
            found.add("There is a prepared transaction, " + gid + ": COMMIT PREPARED or ROLLBACK PREPARED it.");
        }
        for (String slot : primary.strings(
                "SELECT slot_name FROM pg_catalog.pg_replication_slots WHERE database = current_database() ORDER BY 1")) {
            found.add(
                    "The replication slot " + slot + " belongs to this database and would stay with the old one: drop "
                            + "it, and make it anew after the promotion.");
        }
        for (String subscription : primary.strings("SELECT subname FROM pg_catalog.pg_subscription WHERE subdbid = ("
                + "SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) ORDER BY 1")) {
            found.add("The subscription " + subscription + " writes into this database and cannot be carried over.");
        }
        for (String session : primary.strings("""
                SELECT pg_catalog.format('%s (pid %s, application %s)', a.usename, a.pid, coalesce(a.application_name, ''))
                FROM pg_catalog.pg_stat_activity a JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
                WHERE a.datname = current_database() AND coalesce(a.backend_type, 'client backend') = 'client backend'
                  AND NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
                  AND (r.rolsuper OR NOT (pg_has_role(a.usesysid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE')))
                ORDER BY 1""")) {
            found.add("A session that " + role() + " may not end: " + session
                    + ". GRANT pg_signal_backend, or end it yourself; a superuser's session only a superuser can end.");
        }
    }

    private void contents(LiveSchema live) throws SQLException {
        live.unmanaged().forEach(object -> found.add("QAIL has no word for " + object + ", and cannot carry it over."));
        live.invalidIndexes()
                .forEach(index -> found.add("The index " + index.display(context.defaultSchema())
                        + " is INVALID: drop it, or build it again."));
        live.notValidated()
                .forEach(object -> found.add("The constraint " + object.display(context.defaultSchema())
                        + " is NOT VALID: rows that violate it could not be copied. VALIDATE it first."));
        boolean superuser = primary.isTrue("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user");
        for (Extension extension : live.schema().extensions().values()) {
            if (!superuser
                    && !primary.isTrue(
                            "SELECT coalesce(bool_or(trusted OR NOT superuser), false)"
                                    + " FROM pg_catalog.pg_available_extension_versions WHERE name = ? AND version = coalesce(?,"
                                    + " (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = name))",
                            extension.name(),
                            extension.version())) {
                found.add("The extension " + extension.name()
                        + " is not trusted in its present version: only a superuser could install it in the shadow.");
            }
        }
        boolean bypass =
                primary.isTrue("SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user");
        live.schema().tables().values().stream()
                .filter(table -> table.options().forceRowSecurity() && !bypass)
                .forEach(table ->
                        found.add("FORCE ROW LEVEL SECURITY on " + table.name().display(context.defaultSchema())
                                + " hides rows from their owner: give the role BYPASSRLS."));
    }

    private void tables(List<ShadowTable> tables) throws SQLException {
        for (ShadowTable table : tables) {
            if (table.keyless()) {
                long size = primary.number(
                                "SELECT coalesce(sum(pg_catalog.pg_table_size(t.relid)), 0)"
                                        + " FROM pg_catalog.pg_partition_tree(?::pg_catalog.regclass) t",
                                table.source().sql())
                        + primary.number(
                                "SELECT pg_catalog.pg_table_size(?::pg_catalog.regclass)",
                                table.source().sql());
                if (size > context.options().maxKeylessSize()) {
                    found.add("Table " + table.source().display(context.defaultSchema())
                            + " has no key that lasts (primary "
                            + "key, or unique not-null columns whose values the versions keep) and " + size
                            + " bytes: it would be copied whole while writers wait. Add a key, or raise "
                            + Setting.SHADOW_MAX_KEYLESS_SIZE + ".");
                }
            }
        }
    }

    /** What to know before. */
    List<String> hazards(List<PlannedMigration> versions, List<ShadowTable> tables) {
        List<String> hazards = new ArrayList<>();
        tables.stream()
                .filter(ShadowTable::keyless)
                .forEach(table -> hazards.add("Table " + table.source().display(context.defaultSchema())
                        + " has no key that lasts and is copied whole while writers wait."));
        tables.stream()
                .filter(ShadowTable::parted)
                .forEach(table -> hazards.add("Foreign keys of the partitioned table "
                        + table.source().display(context.defaultSchema()) + " are checked while writers wait."));
        for (PlannedMigration version : versions) {
            version.plan().operations().stream()
                    .filter(AddColumn.class::isInstance)
                    .map(AddColumn.class::cast)
                    .filter(add -> add.rewrites() && add.definition().generated() == null)
                    .forEach(
                            add -> hazards.add(
                                    add.object().display(context.defaultSchema())
                                            + " has a default that differs by row: a row that changes before the promotion gets a new one."));
        }
        if (versions.isEmpty()) {
            hazards.add("No version is pending: the shadow would be a copy of the database as it is.");
        }
        hazards.add("A promotion ends every session of the database; applications connect again.");
        return List.copyOf(hazards);
    }
}
