package io.qail.language;

import io.qail.error.SourcePosition;
import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code grant}, {@code revoke} and {@code alter default privileges}. */
final class GrantReader {

    /** What {@code all} means: the privileges that every version of PostgreSQL has. */
    private static final Map<ObjectKind, List<String>> ALL = Map.of(
            ObjectKind.TABLE,
            List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"),
            ObjectKind.COLUMN,
            List.of("SELECT", "INSERT", "UPDATE", "REFERENCES"),
            ObjectKind.SEQUENCE,
            List.of("USAGE", "SELECT", "UPDATE"),
            ObjectKind.SCHEMA,
            List.of("USAGE", "CREATE"),
            ObjectKind.FUNCTION,
            List.of("EXECUTE"),
            ObjectKind.ENUM,
            List.of("USAGE"));

    private static final Map<String, ObjectKind> LATER = Map.of(
            "tables", ObjectKind.TABLE,
            "sequences", ObjectKind.SEQUENCE,
            "functions", ObjectKind.FUNCTION,
            "routines", ObjectKind.FUNCTION,
            "types", ObjectKind.ENUM,
            "schemas", ObjectKind.SCHEMA);

    private final Cursor cursor;
    private final AddressReader addresses;

    GrantReader(Cursor cursor) {
        this.cursor = cursor;
        this.addresses = new AddressReader(cursor);
    }

    /** A privilege as written, {@code all} and its columns included. */
    private record Privilege(String word, List<String> columns, Token place) {}

    /** Behind the word {@code grant}. */
    Statement grant(SourcePosition position) {
        List<Privilege> privileges = privileges();
        return new Statement.DeclareGrants(position, rest(privileges, targets(), false, false));
    }

    /** Behind the word {@code revoke}. */
    Statement revoke(SourcePosition position) {
        boolean option = cursor.acceptKeyword("grant_option_for");
        List<Privilege> privileges = privileges();
        return new Statement.Revoke(position, rest(privileges, targets(), true, option));
    }

    /** Behind {@code alter default privileges}. */
    Statement ofLaterObjects(SourcePosition position) {
        List<String> roles = new ArrayList<>();
        List<String> schemas = new ArrayList<>();
        while (cursor.atKeyword("for_role") || cursor.atKeyword("for_user") || cursor.atKeyword("in_schema")) {
            boolean schema = cursor.acceptKeyword("in_schema");
            if (!schema && !cursor.acceptKeyword("for_role")) {
                cursor.expectKeyword("for_user");
            }
            do {
                (schema ? schemas : roles).add(cursor.name(schema ? "the name of a schema" : "the name of a role"));
            } while (cursor.accept(","));
        }
        boolean revoked = cursor.acceptKeyword("revoke");
        if (!revoked) {
            cursor.expectKeyword("grant");
        }
        boolean option = revoked && cursor.acceptKeyword("grant_option_for");
        List<Privilege> privileges = privileges();
        cursor.expectKeyword("on");
        String word = cursor.word();
        if (!LATER.containsKey(word)) {
            throw cursor.unexpected(
                    "the kind of the objects: "
                            + String.join(", ", LATER.keySet().stream().sorted().toList()),
                    LATER.keySet());
        }
        cursor.next();
        String kind = word.equals("routines") ? "FUNCTIONS" : word.toUpperCase(Locale.ROOT);
        List<ObjectAddress> targets = new ArrayList<>();
        for (String schema : schemas.isEmpty() ? List.of("") : schemas) {
            if (roles.isEmpty()) {
                targets.add(ObjectAddress.of(ObjectKind.DEFAULT_PRIVILEGES, ObjectName.of(schema, kind)));
            }
            for (String role : roles) {
                targets.add(new ObjectAddress(ObjectKind.DEFAULT_PRIVILEGES, ObjectName.of(schema, kind), role));
            }
        }
        List<Grant> grants = rest(privileges, targets, revoked, option);
        return revoked ? new Statement.Revoke(position, grants) : new Statement.DeclareGrants(position, grants);
    }

    private List<Privilege> privileges() {
        List<Privilege> privileges = new ArrayList<>();
        do {
            Token place = cursor.peek();
            boolean all = cursor.acceptKeyword("all_privileges") || cursor.acceptKeyword("all");
            String word = all ? "ALL" : cursor.name("a privilege").toUpperCase(Locale.ROOT);
            privileges.add(new Privilege(word, cursor.at("(") ? cursor.columnList() : List.of(), place));
        } while (cursor.accept(","));
        return privileges;
    }

    private List<ObjectAddress> targets() {
        cursor.expectKeyword("on");
        ObjectKind kind = cursor.acceptKeyword("routine") ? ObjectKind.FUNCTION : addresses.kind();
        List<ObjectAddress> targets = new ArrayList<>();
        do {
            targets.add(addresses.address(kind == null ? ObjectKind.TABLE : kind));
        } while (cursor.accept(","));
        return targets;
    }

    private List<Grant> rest(List<Privilege> privileges, List<ObjectAddress> targets, boolean revoked, boolean option) {
        cursor.expectKeyword(revoked ? "from" : "to");
        List<String> roles = RoleReader.read(cursor);
        boolean grantable = option || (!revoked && cursor.acceptKeyword("with_grant_option"));
        List<Grant> grants = new ArrayList<>();
        for (Privilege privilege : privileges) {
            for (ObjectAddress target : targets) {
                for (ObjectAddress address : addressed(privilege, target)) {
                    for (String word : words(privilege, address)) {
                        roles.forEach(role -> grants.add(new Grant(address, role, word, grantable, revoked)));
                    }
                }
            }
        }
        return grants;
    }

    private List<ObjectAddress> addressed(Privilege privilege, ObjectAddress target) {
        if (privilege.columns.isEmpty()) {
            return List.of(target);
        }
        if (kindOf(target) != ObjectKind.TABLE || target.kind() == ObjectKind.DEFAULT_PRIVILEGES) {
            throw cursor.error(privilege.place, "only tables and views have columns to grant privileges on", null);
        }
        return privilege.columns.stream()
                .map(column -> ObjectAddress.column(target.name(), column))
                .toList();
    }

    private List<String> words(Privilege privilege, ObjectAddress address) {
        ObjectKind kind = kindOf(address);
        List<String> all = kind == null ? List.of() : ALL.getOrDefault(kind, List.of());
        if (privilege.word.equals("ALL") && !all.isEmpty()) {
            return all;
        }
        boolean maintain = privilege.word.equals("MAINTAIN") && kind == ObjectKind.TABLE;
        if (!all.contains(privilege.word) && !maintain) {
            throw cursor.error(
                    privilege.place,
                    cursor.shown(privilege.place) + " is no privilege on this kind of object",
                    all.isEmpty() ? null : "it can be " + String.join(", ", all).toLowerCase(Locale.ROOT));
        }
        return List.of(privilege.word);
    }

    /** The kind by whose privileges the object goes. */
    private static @Nullable ObjectKind kindOf(ObjectAddress address) {
        return switch (address.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW -> ObjectKind.TABLE;
            case FUNCTION, PROCEDURE, AGGREGATE -> ObjectKind.FUNCTION;
            case ENUM, DOMAIN, TYPE -> ObjectKind.ENUM;
            case COLUMN, SEQUENCE, SCHEMA -> address.kind();
            case DEFAULT_PRIVILEGES -> LATER.get(address.name().name().toLowerCase(Locale.ROOT));
            default -> null;
        };
    }
}
