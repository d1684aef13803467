package io.qail.catalog;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the readers of one reading share.
 *
 * @param query asks about the chosen schemas
 * @param types every type of the database
 * @param addresses of what was read so far, by oid
 * @param columns of the tables that were read so far, by number
 * @param schema takes what is read
 */
record Reading(
        CatalogQuery query,
        TypeCatalog types,
        Addresses addresses,
        ColumnNumbers columns,
        SchemaBuilder schema,
        SortedSet<ObjectName> invalidIndexes,
        SortedSet<ObjectAddress> notValidated) {

    static Reading start(CatalogQuery query) {
        return new Reading(
                query,
                TypeCatalog.read(query),
                new Addresses(),
                new ColumnNumbers(),
                Schema.EMPTY.toBuilder(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    /** Whether a view or materialized view of that name was read. */
    boolean holdsView(ObjectName name) {
        return schema.objects.containsKey(ObjectAddress.of(ObjectKind.VIEW, name))
                || schema.objects.containsKey(ObjectAddress.of(ObjectKind.MATERIALIZED_VIEW, name));
    }
}
