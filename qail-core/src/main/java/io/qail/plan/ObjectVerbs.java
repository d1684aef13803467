package io.qail.plan;

import io.qail.language.Types;
import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statement;
import io.qail.schema.View;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Objects other than tables and indexes, {@code grant} and {@code revoke} in a versioned script: they shall be so. */
final class ObjectVerbs {

    private static final Set<ObjectKind> TYPES = Set.of(ObjectKind.ENUM, ObjectKind.DOMAIN, ObjectKind.TYPE);

    private static final ObjectName ANY = ObjectName.of("*", "*");

    private final FoldedSchema schema;

    ObjectVerbs(FoldedSchema schema) {
        this.schema = schema;
    }

    void declare(Statement.DeclareObject declare) {
        SchemaObject object = resolved(declare.object());
        if (object instanceof View view) {
            ObjectKind other = view.materialized() ? ObjectKind.VIEW : ObjectKind.MATERIALIZED_VIEW;
            schema.builder.objects.remove(ObjectAddress.of(other, view.name()));
        }
        schema.builder.put(object);
        schema.at(object.address(), declare.position());
        schema.declared.add(object.address());
        // A check or an attribute that is no longer said took its comment along.
        Schema now = schema.builder.build();
        schema.builder
                .comments
                .keySet()
                .removeIf(address -> address.member() != null
                        && address.name().equals(object.address().name())
                        && !now.contains(address));
    }

    /** The types of what is there already have their schemas, so those of the statement need theirs now. */
    private SchemaObject resolved(SchemaObject object) {
        if (object.equals(object.mapTypes(type -> Types.isUnresolved(type) ? type.withName(ANY) : type))) {
            return object;
        }
        Schema known = schema.builder.build();
        return object.mapTypes(type -> Types.resolve(type, known, schema.defaultSchema));
    }

    private List<Grant> actual(List<Grant> grants) {
        return grants.stream()
                .map(grant -> new Grant(
                        schema.actual(grant.target()),
                        grant.grantee(),
                        grant.privilege(),
                        grant.grantable(),
                        grant.revoked()))
                .toList();
    }

    void grant(Statement.DeclareGrants declare) {
        for (Grant grant : actual(declare.grants())) {
            Optional<Grant> held = held(grant);
            held.ifPresent(schema.builder.grants::remove);
            // What PostgreSQL gives by itself need not be said; saying it takes a revoke back.
            if (!isGivenByPostgres(grant) || grant.grantable()) {
                schema.builder.grants.add(grant);
            }
            schema.at(grant.target(), declare.position());
        }
    }

    void revoke(Statement.Revoke revoke) {
        for (Grant grant : actual(revoke.grants())) {
            Optional<Grant> held = held(grant);
            boolean byPostgres = isGivenByPostgres(grant);
            schema.at(grant.target(), revoke.position());
            if (grant.grantable()) {
                held.ifPresent(found -> {
                    schema.builder.grants.remove(found);
                    schema.builder.grants.add(
                            new Grant(found.target(), found.grantee(), found.privilege(), false, found.revoked()));
                });
            } else {
                held.ifPresent(schema.builder.grants::remove);
                if (byPostgres) {
                    schema.builder.grants.add(
                            new Grant(grant.target(), grant.grantee(), grant.privilege(), false, true));
                }
            }
            if (held.isEmpty() && !byPostgres) {
                schema.error(
                        revoke.position(),
                        "no script has granted " + grant.privilege() + " on " + schema.display(grant.target()) + " to "
                                + (grant.grantee().isEmpty() ? "public" : grant.grantee()),
                        "what was granted by other means is taken away by SQL: sql $$ REVOKE … $$");
            }
        }
    }

    private Optional<Grant> held(Grant grant) {
        return schema.builder.grants.stream()
                .filter(found -> found.subject().equals(grant.subject()))
                .findFirst();
    }

    private static boolean isGivenByPostgres(Grant grant) {
        if (!grant.grantee().isEmpty()) {
            return false;
        }
        ObjectKind kind = grant.target().kind();
        String later = grant.target().name().name();
        boolean routine = kind.isRoutine() || (isForAllSchemas(grant) && later.equals("FUNCTIONS"));
        boolean type = TYPES.contains(kind) || (isForAllSchemas(grant) && later.equals("TYPES"));
        return (routine && grant.privilege().equals("EXECUTE"))
                || (type && grant.privilege().equals("USAGE"));
    }

    /** Default privileges of one schema add to those of all schemas; they take nothing away. */
    private static boolean isForAllSchemas(Grant grant) {
        return grant.target().kind() == ObjectKind.DEFAULT_PRIVILEGES
                && grant.target().name().schema().isEmpty();
    }
}
