package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.SchemaBuilder;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a statement means by a name whose kind only the schema tells: {@code type} is an enum, a domain or a composite type,
 * a relation without a word is a table or a view, a function without arguments is the only one of its name.
 */
final class WrittenAddress {

    private static final List<ObjectKind> TYPES = List.of(ObjectKind.ENUM, ObjectKind.TYPE, ObjectKind.DOMAIN);
    private static final List<ObjectKind> RELATIONS =
            List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.SEQUENCE);
    private static final List<ObjectKind> ROUTINES =
            List.of(ObjectKind.FUNCTION, ObjectKind.PROCEDURE, ObjectKind.AGGREGATE);

    private final SchemaBuilder builder;
    private final String defaultSchema;

    WrittenAddress(SchemaBuilder builder, String defaultSchema) {
        this.builder = builder;
        this.defaultSchema = defaultSchema;
    }

    /** The object that is there; the address as written when there is none, or more than one. */
    ObjectAddress actual(ObjectAddress written) {
        if (written.kind().isRoutine()) {
            List<ObjectAddress> candidates = candidates(written);
            return candidates.size() == 1 ? candidates.get(0) : written;
        }
        return Stream.of(TYPES, RELATIONS)
                .filter(kinds -> kinds.contains(written.kind()))
                .flatMap(kinds -> Stream.concat(Stream.of(written.kind()), kinds.stream()))
                .map(kind -> ObjectAddress.of(kind, written.name()))
                .filter(this::exists)
                .findFirst()
                .orElse(written);
    }

    /** As {@link #actual}, without taking an object of another kind than the written one for it, save for types. */
    ObjectAddress actualOfKind(ObjectAddress written) {
        ObjectAddress actual = actual(written);
        boolean same =
                written.kind() == actual.kind() || (TYPES.contains(written.kind()) && TYPES.contains(actual.kind()));
        return same ? actual : written;
    }

    /** The routines that the address can mean. */
    List<ObjectAddress> candidates(ObjectAddress written) {
        List<ObjectAddress> ofName = builder.objects.keySet().stream()
                .filter(address ->
                        ROUTINES.contains(address.kind()) && address.name().equals(written.name()))
                .toList();
        List<ObjectAddress> ofKind = ofName.stream()
                .filter(address -> address.kind() == written.kind())
                .toList();
        List<ObjectAddress> pool = ofKind.isEmpty() ? ofName : ofKind;
        if (written.member() == null) {
            return pool;
        }
        String signature = bare(written.member());
        return pool.stream()
                .filter(address -> bare(String.valueOf(address.member())).equals(signature))
                .toList();
    }

    /** Types that nobody has looked up yet stand without their schema. */
    private String bare(String signature) {
        return signature.replace(Identifier.quote(defaultSchema) + ".", "");
    }

    private boolean exists(ObjectAddress address) {
        ObjectName name = address.name();
        return switch (address.kind()) {
            case ENUM -> builder.enums.containsKey(name);
            case TABLE -> builder.tables.containsKey(name);
            case SEQUENCE -> builder.sequences.containsKey(name);
            default -> builder.objects.containsKey(address);
        };
    }
}
