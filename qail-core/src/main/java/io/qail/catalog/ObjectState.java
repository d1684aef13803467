package io.qail.catalog;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one object has beside its definition: owner, access control list, options, comments, statistics targets and the like.
 * Names are names, not oids, so that the state of an object can be given to another one in its place.
 *
 * @param kind {@code TABLE}, {@code VIEW}, {@code MATERIALIZED VIEW}, {@code SEQUENCE}, {@code FOREIGN TABLE}, {@code TYPE},
 *     {@code DOMAIN}, {@code ROUTINE}, {@code STATISTICS}, {@code INDEX}; or of another object: {@code COLUMN},
 *     {@code CONSTRAINT}, {@code DOMAIN CONSTRAINT}, {@code TRIGGER}, {@code RULE}, {@code POLICY}
 * @param name of the object; of the table for what belongs to one
 * @param member the name within the table, the types of the arguments of a routine, else empty
 * @param oid tells whether it is still the same object
 * @param position of a column: its number; else 0
 * @param table what it belongs to: the oid of the table, view or domain; else 0
 * @param properties only what differs from PostgreSQL's own choice; lists have their elements between {@link #ELEMENT}, parts
 *     of an element between {@link #PART}. A property whose name begins with {@code @} is no state but tells how to find or
 *     make the object.
 */
public record ObjectState(
        String kind,
        ObjectName name,
        String member,
        long oid,
        int position,
        long table,
        SortedMap<String, String> properties) {

    static final String ELEMENT = "\u0001";
    static final String PART = "\u0002";

    /** The statement that makes the object, where it can be made by one. */
    static final String DEFINITION = "@definition";

    /** The columns of its table that an index, a constraint or a statistics object stands on; the columns of a relation. */
    static final String COLUMNS = "@columns";

    public ObjectState {
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    /** Names an object within a database. */
    public record Key(String kind, ObjectName name, String member) {

        /** For people. */
        @Override
        public String toString() {
            return switch (kind) {
                case "COLUMN" -> "column " + name + "." + Identifier.quote(member);
                case "ROUTINE" -> "function " + name + "(" + member + ")";
                default ->
                    kind.toLowerCase(java.util.Locale.ROOT) + " "
                            + (member.isEmpty() ? name.toString() : Identifier.quote(member) + " on " + name);
            };
        }
    }

    public Key key() {
        return new Key(kind, name, member);
    }

    /** The key of what a schema calls by an address. */
    public static Key key(ObjectAddress address) {
        String member = address.member() == null ? "" : address.member();
        return switch (address.kind()) {
            case ENUM -> new Key("TYPE", address.name(), "");
            case FUNCTION, PROCEDURE, AGGREGATE -> new Key("ROUTINE", address.name(), member);
            default -> new Key(address.kind().keyword(), address.name(), member);
        };
    }

    public @Nullable String get(String property) {
        return properties.get(property);
    }

    /** Whether it belongs to a table, view or domain. */
    public boolean isMember() {
        return switch (kind) {
            case "COLUMN", "CONSTRAINT", "DOMAIN CONSTRAINT", "TRIGGER", "RULE", "POLICY" -> true;
            default -> false;
        };
    }

    /** Whether an index, a constraint or a statistics object stands on a column of its table. */
    public boolean uses(String column) {
        String columns = get(COLUMNS);
        return columns != null && java.util.List.of(columns.split(ELEMENT)).contains(column);
    }

    /** Whether a relation has a column. */
    public boolean hasColumn(String column) {
        return uses(column);
    }

    /** The state for the object of another key: the same under another name, or what takes its place. */
    public ObjectState at(Key key) {
        return new ObjectState(key.kind(), key.name(), key.member(), oid, position, table, properties);
    }

    /** Without the properties that the condition holds for. */
    public ObjectState without(Predicate<String> property) {
        SortedMap<String, String> kept = new TreeMap<>(properties);
        kept.keySet().removeIf(property);
        return new ObjectState(kind, name, member, oid, position, table, kept);
    }

    /** The statement that makes the object, in PostgreSQL's words; null where it cannot be made by one. */
    public @Nullable String definition() {
        return get(DEFINITION);
    }
}
