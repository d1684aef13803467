package io.qail.attack;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must be true of one database, whatever was asked of the others. */
final class FleetModel {

    /** What a database is. */
    enum Kind {
        SERVING,
        SHADOW,
        /** What a promotion left. */
        OLD,
        COPY,
        TEST_CLONE
    }

    static final class Database {

        final long oid;
        final String lineage;
        Kind kind;
        /** Acknowledged rows. */
        final Map<Long, String> rows = new TreeMap<>();
        /** Rows whose note was there when it was dropped, or is there. */
        final Set<Long> noted = new TreeSet<>();

        @Nullable
        Long shadow;

        @Nullable
        Long testClone;
        /** The database that it could go back to. */
        @Nullable
        Long kept;

        Database(long oid, String lineage, Kind kind) {
            this.oid = oid;
            this.lineage = lineage;
            this.kind = kind;
        }

        /** The same rows in another database. */
        void take(Database other) {
            rows.clear();
            rows.putAll(other.rows);
            noted.clear();
            noted.addAll(other.noted);
        }
    }

    final Map<Long, Database> databases = new TreeMap<>();
    final Map<Long, String> names = new TreeMap<>();
    /** Directories of snapshots, and the databases that may delete them. */
    final Map<String, Set<Long>> files = new TreeMap<>();

    Database get(long oid) {
        Database found = databases.get(oid);
        if (found == null) {
            throw new IllegalStateException("no database " + oid);
        }
        return found;
    }

    String name(long oid) {
        return names.getOrDefault(oid, "?");
    }
}
