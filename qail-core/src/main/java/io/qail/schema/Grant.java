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

    /** Whether the other is about the same privilege, whatever it says of it. */
    public boolean concernsSame(Grant other) {
        return target.equals(other.target) && grantee.equals(other.grantee) && privilege.equals(other.privilege);
    }
}
