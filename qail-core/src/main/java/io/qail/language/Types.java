package io.qail.language;

import io.qail.schema.BuiltInTypes;
import io.qail.schema.DataType;
import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Routine;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Table;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The types in a schema that a name alone does not settle. */
public final class Types {

    private Types() {}

    /** The type, with the default schema where its bare name is a type that the schema declares there. */
    public static DataType resolve(DataType type, Schema schema, String defaultSchema) {
        if (!isUnresolved(type)) {
            return type;
        }
        ObjectName name = ObjectName.of(defaultSchema, type.name());
        return isDeclared(name, schema) ? type.withName(name) : type;
    }

    /** Whether the schema declares a type of that name: an enum, domain, composite type, or the rows of a table or view. */
    public static boolean isDeclared(ObjectName name, Schema schema) {
        return schema.enums().containsKey(name)
                || schema.tables().containsKey(name)
                || schema.objects().containsKey(ObjectAddress.of(ObjectKind.DOMAIN, name))
                || schema.objects().containsKey(ObjectAddress.of(ObjectKind.TYPE, name))
                || schema.view(name).isPresent();
    }

    /**
     * The schema with every type replaced by what the function makes of it: those of columns, domains, composite types,
     * arguments and results. Routines, and the comments and grants on them, go to the addresses that follow from their new
     * types.
     */
    public static Schema map(Schema schema, UnaryOperator<DataType> change) {
        SchemaBuilder builder = schema.toBuilder();
        builder.tables.replaceAll((name, table) -> map(table, change));
        builder.objects.clear();
        schema.objects().values().forEach(object -> builder.put(map(object, change)));
        builder.comments.clear();
        schema.comments().forEach((address, text) -> builder.comments.put(map(address, change), text));
        builder.grants.clear();
        schema.grants().forEach(grant -> builder.grants.add(at(map(grant.target(), change), grant)));
        return builder.build();
    }

    /** The address with the types of a routine's arguments replaced; any other address as it is. */
    public static ObjectAddress map(ObjectAddress address, UnaryOperator<DataType> change) {
        String member = address.member();
        return !address.kind().isRoutine() || member == null
                ? address
                : new ObjectAddress(address.kind(), address.name(), Signature.map(member, change));
    }

    /** The grant on another address of its object. */
    static Grant at(ObjectAddress target, Grant grant) {
        return new Grant(target, grant.grantee(), grant.privilege(), grant.grantable(), grant.revoked());
    }

    private static Table map(Table table, UnaryOperator<DataType> change) {
        return table.withColumns(table.columns().stream()
                .map(column -> column.withType(change.apply(column.type())))
                .toList());
    }

    private static SchemaObject map(SchemaObject object, UnaryOperator<DataType> change) {
        SchemaObject mapped = object.mapTypes(change);
        return mapped instanceof Routine routine ? Signature.mapTransforms(routine, change) : mapped;
    }

    /** The bare names of types that are neither built in nor resolved: those of extensions, mostly. */
    public static SortedSet<String> unresolved(Schema schema) {
        SortedSet<String> names = new TreeSet<>();
        UnaryOperator<DataType> collect = type -> {
            if (isUnresolved(type)) {
                names.add(type.name());
            }
            return type;
        };
        schema.tables().values().forEach(table -> map(table, collect));
        schema.objects().values().forEach(object -> object.mapTypes(collect));
        return names;
    }

    /** Whether the type is a bare name that is not built in. */
    public static boolean isUnresolved(DataType type) {
        return type.schema() == null && !BuiltInTypes.contains(type.name()) && !BuiltInTypes.isPseudo(type.name());
    }
}
