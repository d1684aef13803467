package io.qail.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The states of all objects of a database at one moment. */
public final class ObjectStates {

    private record Identity(String kind, long oid, int position) {}

    private final Map<ObjectState.Key, ObjectState> states;
    private final Map<Identity, ObjectState> identities = new HashMap<>();
    private final Map<Long, ObjectState> relations = new HashMap<>();
    private final Map<String, String> defaults;
    private final String ownerOfDefaults;

    ObjectStates(Map<ObjectState.Key, ObjectState> states, Map<String, String> defaults, String ownerOfDefaults) {
        this.states = states;
        this.defaults = defaults;
        this.ownerOfDefaults = ownerOfDefaults;
        for (ObjectState state : states.values()) {
            identities.put(identity(state), state);
            switch (state.kind()) {
                case "TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE", "TYPE", "DOMAIN" ->
                    relations.put(state.oid(), state);
                default -> {}
            }
        }
    }

    private static Identity identity(ObjectState state) {
        return new Identity(state.kind(), state.oid(), state.position());
    }

    public Collection<ObjectState> all() {
        return states.values();
    }

    public @Nullable ObjectState find(ObjectState.Key key) {
        return states.get(key);
    }

    /** The object itself, whatever it is called now. */
    public @Nullable ObjectState same(ObjectState state) {
        return identities.get(identity(state));
    }

    /** The table, view or type that the object belongs to. */
    public @Nullable ObjectState tableOf(ObjectState state) {
        return state.table() == 0 ? null : relations.get(state.table());
    }

    /** Routines of the same name. */
    public List<ObjectState> overloads(ObjectState routine) {
        return states.values().stream()
                .filter(state -> state.kind().equals("ROUTINE") && state.name().equals(routine.name()))
                .toList();
    }

    /** The access control list of an object, of its columns or of a kind that has none: what applies where none was written. */
    AccessList access(ObjectState state) {
        String written = state.get("acl");
        if (written != null) {
            return AccessList.of(written);
        }
        String kind = switch (state.kind()) {
            case "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE" -> "TABLE";
            case "DOMAIN" -> "TYPE";
            default -> state.kind();
        };
        String builtIn = defaults.get(kind);
        return builtIn == null
                ? AccessList.of("")
                : AccessList.of(builtIn).withOwner(ownerOfDefaults, String.valueOf(owner(state)));
    }

    /** A privilege that a grantee holds or does not hold; the grantee is empty for PUBLIC. */
    public interface Privilege {

        boolean test(String grantee, String privilege);
    }

    /**
     * What is wrong with the access control list of an object.
     *
     * @param wanted the state, as this reading has it
     * @param after the reading of the present moment
     * @param found the present object; null for a column without any privileges
     * @param changed what the present list decides
     */
    public AccessDifference accessDifference(
            ObjectState wanted, ObjectStates after, @Nullable ObjectState found, Privilege changed) {
        if (!hasAccess(wanted)) {
            return AccessDifference.NONE;
        }
        String owner = String.valueOf(owner(wanted));
        AccessList have = found == null ? AccessList.of("") : after.access(found);
        String present = found == null ? null : owner(found);
        if (present != null && owner(wanted) != null) {
            have = have.withOwner(present, owner);
        }
        AccessList want = access(wanted).taking(have, changed::test);
        return new AccessDifference(
                want.missingIn(have).stream().map(AccessList.Entry::toString).toList(),
                have.missingIn(want).stream().map(AccessList.Entry::toString).toList(),
                StateStatements.access(wanted, want, have, owner));
    }

    /** Who granted something on the object, and who owns it. */
    public Set<String> roles(ObjectState state) {
        Set<String> roles = new TreeSet<>();
        String owner = state.get("owner");
        if (owner != null) {
            roles.add(owner);
        }
        if (state.get("acl") != null) {
            access(state).entries().forEach(entry -> roles.add(entry.grantor()));
        }
        return roles;
    }

    private static boolean hasAccess(ObjectState state) {
        return switch (state.kind()) {
            case "TABLE",
                    "VIEW",
                    "MATERIALIZED VIEW",
                    "FOREIGN TABLE",
                    "SEQUENCE",
                    "ROUTINE",
                    "TYPE",
                    "DOMAIN",
                    "COLUMN" -> true;
            default -> false;
        };
    }

    /** Sequences of columns and columns belong to their table's owner. */
    static @Nullable String owner(ObjectState state) {
        String owner = state.get("owner");
        return owner == null ? state.get("@owner") : owner;
    }

    /** The properties that differ, each with the value before and after; without access control lists. */
    public static SortedMap<String, String> lost(ObjectState wanted, @Nullable ObjectState found) {
        SortedMap<String, String> lost = new TreeMap<>();
        Stream.concat(
                        wanted.properties().keySet().stream(),
                        found == null ? Stream.empty() : found.properties().keySet().stream())
                .distinct()
                .filter(property -> !property.startsWith("@") && !property.equals("acl"))
                .forEach(property -> {
                    String want = wanted.get(property);
                    String have = found == null ? null : found.get(property);
                    if (!String.valueOf(want).equals(String.valueOf(have))) {
                        lost.put(property, "expected " + text(want) + ", found " + text(have));
                    }
                });
        return lost;
    }

    /** A value for people. */
    static String text(@Nullable String value) {
        return value == null
                ? "none"
                : Stream.of(value.split(ObjectState.ELEMENT))
                        .map(element -> element.replace(ObjectState.PART, " ").strip())
                        .collect(Collectors.joining(", "));
    }
}
