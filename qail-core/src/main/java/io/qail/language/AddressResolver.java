package io.qail.language;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Finds the object that an address in a file means, where the words of the file leave its kind or arguments open. */
public final class AddressResolver {

    private static final List<ObjectKind> RELATIONS =
            List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.SEQUENCE);
    private static final List<ObjectKind> TYPES = List.of(ObjectKind.ENUM, ObjectKind.DOMAIN, ObjectKind.TYPE);
    private static final List<ObjectKind> ROUTINES =
            List.of(ObjectKind.FUNCTION, ObjectKind.PROCEDURE, ObjectKind.AGGREGATE);

    private AddressResolver() {}

    /**
     * The address of the object in the schema: a name without a kind may be that of a view, {@code type} may stand for an
     * enum, domain or composite type, the types of a routine's arguments may lack their schema or be left out where there is
     * only one routine of that name. An address that nothing in the schema has is returned with resolved types only.
     */
    public static ObjectAddress resolve(ObjectAddress address, Schema schema, String defaultSchema) {
        ObjectAddress written = Types.map(address, type -> Types.resolve(type, schema, defaultSchema));
        if (schema.contains(written)) {
            return written;
        }
        if (written.kind() == ObjectKind.TABLE) {
            return first(written, RELATIONS, schema);
        }
        if (TYPES.contains(written.kind())) {
            return first(written, TYPES, schema);
        }
        if (!written.kind().isRoutine()) {
            return written;
        }
        if (written.member() != null) {
            return written.kind() == ObjectKind.FUNCTION ? first(written, ROUTINES, schema) : written;
        }
        List<ObjectAddress> named = routines(written.name(), schema).stream()
                .filter(routine -> routine.kind() == written.kind())
                .toList();
        return named.size() == 1 ? named.get(0) : written;
    }

    private static ObjectAddress first(ObjectAddress written, List<ObjectKind> kinds, Schema schema) {
        return kinds.stream()
                .map(kind -> new ObjectAddress(kind, written.name(), written.member()))
                .filter(schema::contains)
                .findFirst()
                .orElse(written);
    }

    /** The functions, procedures and aggregates of that name, in a fixed order. */
    public static List<ObjectAddress> routines(ObjectName name, Schema schema) {
        List<ObjectAddress> found = new ArrayList<>();
        for (ObjectKind kind : ROUTINES) {
            schema.objects().tailMap(ObjectAddress.of(kind, name)).keySet().stream()
                    .takeWhile(
                            address -> address.kind() == kind && address.name().equals(name))
                    .forEach(found::add);
        }
        return List.copyOf(found);
    }
}
