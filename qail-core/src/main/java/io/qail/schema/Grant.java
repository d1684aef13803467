package io.qail.schema;

import java.util.Comparator;

/**
 * One privilege of one role on one object, as far as it differs from what PostgreSQL gives by itself (everything to the
 * owner; to PUBLIC, EXECUTE on routines and USAGE on types).
 *
 * @param target the object; a column for a column privilege; {@link ObjectKind#DEFAULT_PRIVILEGES}, whose name is the kind of
 *     the objects ({@code TABLES}, {@code SEQUENCES}, {@code FUNCTIONS}, {@code TYPES}, {@code SCHEMAS}) in a schema, or in
 *     none for all schemas, for those that are made later
 * @param grantee empty for PUBLIC
 * @param privilege in capitals: {@code SELECT}
 * @param grantable {@code WITH GRANT OPTION}
 * @param revoked whether a privilege that PostgreSQL would give is taken away
 */
public record Grant(ObjectAddress target, String grantee, String privilege, boolean grantable, boolean revoked)
        implements Comparable<Grant> {

    private static final Comparator<Grant> ORDER = Comparator.comparing(Grant::target)
            .thenComparing(Grant::grantee)
            .thenComparing(Grant::revoked)
            .thenComparing(Grant::privilege)
            .thenComparing(Grant::grantable);

    @Override
    public int compareTo(Grant other) {
        return ORDER.compare(this, other);
    }

    /** The same privilege with the right to pass it on. */
    public Grant withGrantOption() {
        return new Grant(target, grantee, privilege, true, revoked);
    }

    @Override
    public String toString() {
        String who = grantee.isEmpty() ? "PUBLIC" : Identifier.quote(grantee);
        return privilege + (revoked ? " not to " : " to ") + who + (grantable ? " WITH GRANT OPTION" : "");
    }

    /** The privilege alone, whatever is said of it: two grants about the same privilege have equal ones. */
    public Grant subject() {
        return new Grant(target, grantee, privilege, false, false);
    }
}
