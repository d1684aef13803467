package io.qail.catalog;

import io.qail.schema.ObjectAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of one reading by the catalog that holds them and their oid, for what is kept apart from them: comments and privileges. */
final class Addresses {

    private record Key(String catalog, long oid) {}

    private final Map<Key, ObjectAddress> addresses = new HashMap<>();

    void put(String catalog, long oid, ObjectAddress address) {
        addresses.put(new Key(catalog, oid), address);
    }

    /** Null for what was not read. */
    @Nullable
    ObjectAddress find(String catalog, long oid) {
        return addresses.get(new Key(catalog, oid));
    }
}
