package io.qail.catalog;

import static io.qail.catalog.ObjectState.ELEMENT;
import static io.qail.catalog.ObjectState.PART;

import io.qail.schema.Identifier;
import io.qail.schema.SqlLiteral;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements that give an object a state that another one had; all names quoted, all values literals. */
public final class StateStatements {

    /**
     * One statement.
     *
     * @param role that has to run it; null for the migration's own, under which PostgreSQL notes the owner as grantor
     */
    public record Step(@Nullable String role, String sql, boolean changesOwner) {

        public Step(@Nullable String role, String sql) {
            this(role, sql, false);
        }
    }

    private static final Pattern ROUTINE_NAME = Pattern.compile("[\\p{Alnum}_.\"$]+");

    private final ObjectState object;
    private final List<Step> steps = new ArrayList<>();

    private StateStatements(ObjectState object) {
        this.object = object;
    }

    /**
     * Everything but the access control list; the owner comes last.
     *
     * @param wanted the state, under the name that the object has now
     * @param found what the object has; null where it has nothing
     */
    public static List<Step> properties(ObjectState wanted, @Nullable ObjectState found) {
        StateStatements statements = new StateStatements(wanted);
        for (String property : ObjectStates.lost(wanted, found).keySet()) {
            if (!property.equals("owner")) {
                statements.property(property, wanted.get(property), found == null ? null : found.get(property));
            }
        }
        String owner = wanted.get("owner");
        if (owner != null && (found == null || !owner.equals(found.get("owner")))) {
            statements.steps.add(new Step(null, statements.alter() + " OWNER TO " + Identifier.quote(owner), true));
        }
        return List.copyOf(statements.steps);
    }

    /** Owners after everything that only an owner may change, privileges behind them: they are granted by the owner. */
    public static List<Step> ordered(List<Step> properties, List<Step> privileges) {
        List<Step> all = new ArrayList<>();
        properties.stream().filter(step -> !step.changesOwner()).forEach(all::add);
        properties.stream().filter(Step::changesOwner).forEach(all::add);
        all.addAll(privileges);
        return List.copyOf(all);
    }

    /** The access control list, as it has to be once the object has the wanted owner. */
    static List<Step> access(ObjectState wanted, AccessList list, AccessList present, String owner) {
        StateStatements statements = new StateStatements(wanted);
        for (AccessList.Change change : list.changes(present, owner)) {
            String column = wanted.kind().equals("COLUMN") ? " (" + Identifier.quote(wanted.member()) + ")" : "";
            String privileges = Stream.of(change.privileges().split(", "))
                    .map(privilege -> privilege + column)
                    .collect(Collectors.joining(", "));
            statements.steps.add(new Step(
                    change.grantor().equals(owner) ? null : change.grantor(),
                    change.verb() + privileges + " ON " + statements.grantTarget() + change.preposition()
                            + (change.grantee().isEmpty() ? "PUBLIC" : Identifier.quote(change.grantee()))
                            + change.end()));
        }
        return List.copyOf(statements.steps);
    }

    private String grantTarget() {
        return switch (object.kind()) {
            case "SEQUENCE" -> "SEQUENCE " + object.name().sql();
            case "ROUTINE" -> "ROUTINE " + object.name().sql() + "(" + object.member() + ")";
            case "TYPE", "DOMAIN" -> object.kind() + " " + object.name().sql();
            default -> "TABLE " + object.name().sql();
        };
    }

    /** The beginning of an ALTER of the object, or of the table that it belongs to. */
    private String alter() {
        return switch (object.kind()) {
            case "ROUTINE" -> "ALTER ROUTINE " + object.name().sql() + "(" + object.member() + ")";
            case "TYPE", "DOMAIN", "INDEX", "STATISTICS" ->
                "ALTER " + object.kind() + " " + object.name().sql();
            default -> "ALTER TABLE " + object.name().sql();
        };
    }

    /** As COMMENT ON and SECURITY LABEL ON name it. */
    private String target() {
        String name = object.name().sql();
        String member = Identifier.quote(object.member());
        return switch (object.kind()) {
            case "COLUMN" -> "COLUMN " + name + "." + member;
            case "ROUTINE" -> "ROUTINE " + name + "(" + object.member() + ")";
            case "DOMAIN CONSTRAINT" -> "CONSTRAINT " + member + " ON DOMAIN " + name;
            case "CONSTRAINT", "TRIGGER", "RULE", "POLICY" -> object.kind() + " " + member + " ON " + name;
            default -> object.kind() + " " + name;
        };
    }

    private void property(String property, @Nullable String want, @Nullable String have) {
        switch (property) {
            case "comment" -> add("COMMENT ON " + target() + " IS " + (want == null ? "NULL" : SqlLiteral.quote(want)));
            case "labels" -> labels(want, have);
            case "options" -> options(alter() + column(), "", want, have);
            case "toast options" -> options(alter(), "toast.", want, have);
            case "persistence" -> add(alter() + (want == null ? " SET LOGGED" : " SET UNLOGGED"));
            case "access method" -> add(alter() + " SET ACCESS METHOD " + name(want, "heap"));
            case "tablespace" -> add(alter() + " SET TABLESPACE " + name(want, "pg_default"));
            case "row security" -> add(alter() + (want == null ? " DISABLE" : " ENABLE") + " ROW LEVEL SECURITY");
            case "force row security" -> add(alter() + (want == null ? " NO FORCE" : " FORCE") + " ROW LEVEL SECURITY");
            case "replica identity" -> replicaIdentity(want);
            case "unpopulated" ->
                add("REFRESH MATERIALIZED VIEW " + object.name().sql() + (want == null ? "" : " WITH NO DATA"));
            case "row type" -> add(alter() + (want == null ? " NOT OF" : " OF " + want));
            case "parents" -> parents(want, have);
            case "publications" -> publications(want, have);
            case "extensions" -> extensions(want, have);
            case "statistics" -> statistics(want, have);
            case "target" -> add(alter() + " SET STATISTICS " + (want == null ? "-1" : want));
            case "storage" -> add(alter() + column() + " SET STORAGE " + (want == null ? "DEFAULT" : want));
            case "compression" -> add(alter() + column() + " SET COMPRESSION " + (want == null ? "default" : want));
            case "default" -> add(alter() + column() + (want == null ? " DROP DEFAULT" : " SET DEFAULT " + want));
            case "enabled" ->
                add(alter() + " " + (want == null ? "ENABLE" : want) + " " + object.kind() + " "
                        + Identifier.quote(object.member()));
            case "cluster" -> {
                if (want != null) {
                    add("ALTER TABLE " + object.get("@table") + " CLUSTER ON "
                            + Identifier.quote(object.name().name()));
                }
            }
            case "volatility" -> add(alter() + " " + (want == null ? "VOLATILE" : want));
            case "strict" -> add(alter() + " " + (want == null ? "CALLED ON NULL INPUT" : want));
            case "security" -> add(alter() + " " + (want == null ? "SECURITY INVOKER" : want));
            case "leakproof" -> add(alter() + " " + (want == null ? "NOT LEAKPROOF" : want));
            case "parallel" -> add(alter() + " " + (want == null ? "PARALLEL UNSAFE" : want));
            case "cost" -> add(alter() + " COST " + (want == null ? "100" : want));
            case "rows" -> add(alter() + " ROWS " + (want == null ? "1000" : want));
            case "support" -> {
                if (want != null && ROUTINE_NAME.matcher(want).matches()) {
                    add("ALTER FUNCTION " + object.name().sql() + "(" + object.member() + ") SUPPORT " + want);
                }
            }
            case "settings" -> settings(want, have);
            default -> {}
        }
    }

    private String column() {
        return object.kind().equals("COLUMN") ? " ALTER COLUMN " + Identifier.quote(object.member()) : "";
    }

    private static String name(@Nullable String name, String otherwise) {
        return Identifier.quote(name == null ? otherwise : name);
    }

    private void replicaIdentity(@Nullable String want) {
        if (!object.kind().equals("INDEX")) {
            add(alter() + " REPLICA IDENTITY " + (want == null ? "DEFAULT" : want));
        } else if (want != null) {
            add("ALTER TABLE " + object.get("@table") + " REPLICA IDENTITY USING INDEX "
                    + Identifier.quote(object.name().name()));
        }
    }

    private void labels(@Nullable String want, @Nullable String have) {
        Map<String, String> wanted = parts(want);
        Map<String, String> found = parts(have);
        found.keySet().stream()
                .filter(provider -> !wanted.containsKey(provider))
                .forEach(provider -> add(label(provider) + "NULL"));
        wanted.forEach((provider, label) -> {
            if (!label.equals(found.get(provider))) {
                add(label(provider) + SqlLiteral.quote(label));
            }
        });
    }

    private String label(String provider) {
        return "SECURITY LABEL FOR " + Identifier.quote(provider) + " ON " + target() + " IS ";
    }

    private void options(String alter, String prefix, @Nullable String want, @Nullable String have) {
        Map<String, String> wanted = pairs(want);
        Map<String, String> found = pairs(have);
        String reset = found.keySet().stream()
                .filter(option -> !wanted.containsKey(option))
                .map(option -> prefix + Identifier.quote(option))
                .collect(Collectors.joining(", "));
        if (!reset.isEmpty()) {
            add(alter + " RESET (" + reset + ")");
        }
        String set = wanted.entrySet().stream()
                .filter(option -> !option.getValue().equals(found.get(option.getKey())))
                .map(option -> prefix + Identifier.quote(option.getKey()) + " = " + SqlLiteral.quote(option.getValue()))
                .collect(Collectors.joining(", "));
        if (!set.isEmpty()) {
            add(alter + " SET (" + set + ")");
        }
    }

    private void parents(@Nullable String want, @Nullable String have) {
        List<String> wanted = elements(want);
        List<String> found = elements(have);
        wanted.stream()
                .filter(parent -> !found.contains(parent))
                .forEach(parent -> add(alter() + " INHERIT " + parent));
    }

    /** Each with its columns and its condition. */
    private void publications(@Nullable String want, @Nullable String have) {
        List<String> found = elements(have);
        for (String element : elements(want)) {
            if (found.contains(element)) {
                continue;
            }
            String[] parts = element.split(PART, -1);
            if (found.stream().anyMatch(other -> other.startsWith(parts[0] + PART))) {
                add("ALTER PUBLICATION " + Identifier.quote(parts[0]) + " DROP TABLE ONLY "
                        + object.name().sql());
            }
            add("ALTER PUBLICATION " + Identifier.quote(parts[0]) + " ADD TABLE ONLY "
                    + object.name().sql()
                    + (parts[1].isEmpty() ? "" : " (" + parts[1] + ")")
                    + (parts[2].isEmpty() ? "" : " WHERE (" + parts[2] + ")"));
        }
    }

    private void extensions(@Nullable String want, @Nullable String have) {
        String alter = switch (object.kind()) {
            case "TRIGGER" ->
                "ALTER TRIGGER " + Identifier.quote(object.member()) + " ON "
                        + object.name().sql();
            case "MATERIALIZED VIEW" ->
                "ALTER MATERIALIZED VIEW " + object.name().sql();
            default -> alter();
        };
        List<String> found = elements(have);
        elements(want).stream()
                .filter(extension -> !found.contains(extension))
                .forEach(extension -> add(alter + " DEPENDS ON EXTENSION " + Identifier.quote(extension)));
    }

    /** Of a column, or of the numbered columns of an index. */
    private void statistics(@Nullable String want, @Nullable String have) {
        if (object.kind().equals("COLUMN")) {
            add(alter() + column() + " SET STATISTICS " + (want == null ? "-1" : want));
            return;
        }
        Map<String, String> found = parts(have);
        parts(want).forEach((column, target) -> {
            if (!target.equals(found.get(column))) {
                add(alter() + " ALTER COLUMN " + column + " SET STATISTICS " + target);
            }
        });
    }

    /** A value is set for the session and taken from there: nothing of it is ever read as SQL. */
    private void settings(@Nullable String want, @Nullable String have) {
        Map<String, String> wanted = pairs(want);
        Map<String, String> found = pairs(have);
        found.keySet().stream()
                .filter(setting -> !wanted.containsKey(setting))
                .forEach(setting -> add(alter() + " RESET " + settingName(setting)));
        wanted.forEach((setting, value) -> {
            if (!value.equals(found.get(setting))) {
                String name = SqlLiteral.quote(setting);
                add("DO "
                        + SqlLiteral.quote("DECLARE was text := pg_catalog.current_setting(" + name + ", true); BEGIN"
                                + " PERFORM pg_catalog.set_config(" + name + ", " + SqlLiteral.quote(value) + ", true);"
                                + " EXECUTE "
                                + SqlLiteral.quote(alter() + " SET " + settingName(setting) + " FROM CURRENT") + ";"
                                + " PERFORM pg_catalog.set_config(" + name + ", was, true); END"));
            }
        });
    }

    private static String settingName(String setting) {
        return Stream.of(setting.split("\\.")).map(Identifier::quote).collect(Collectors.joining("."));
    }

    private static List<String> elements(@Nullable String list) {
        return list == null || list.isEmpty() ? List.of() : List.of(list.split(ELEMENT));
    }

    private static Map<String, String> parts(@Nullable String list) {
        return map(list, PART);
    }

    private static Map<String, String> pairs(@Nullable String list) {
        return map(list, "=");
    }

    private static Map<String, String> map(@Nullable String list, String separator) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String element : elements(list)) {
            int at = element.indexOf(separator);
            map.put(element.substring(0, at), element.substring(at + separator.length()));
        }
        return map;
    }

    private void add(String sql) {
        steps.add(new Step(null, Objects.requireNonNull(sql)));
    }
}
