package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SqlLiteral;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sets or removes a comment.
 *
 * @param table the table that it locks, or null
 * @param from null for none
 * @param to null to remove it
 * @param afterCommit whether the object is an index that is built after the commit
 */
public record SetComment(
        ObjectAddress object,
        @Nullable ObjectName table,
        @Nullable String from,
        @Nullable String to,
        boolean afterCommit)
        implements Operation {

    /** The operations, followed by one that gives the object the comment it had, if any. */
    static List<Operation> restoring(List<Operation> operations, ObjectAddress object, @Nullable String comment) {
        if (comment == null) {
            return List.copyOf(operations);
        }
        List<Operation> all = new ArrayList<>(operations);
        all.add(new SetComment(object, tableOf(object), null, comment, false));
        return List.copyOf(all);
    }

    /** The table that a comment locks; the checks of a domain belong to no table. */
    static @Nullable ObjectName tableOf(Schema schema, ObjectAddress object) {
        boolean ofDomain = object.kind() == ObjectKind.CONSTRAINT
                && schema.objects().containsKey(ObjectAddress.of(ObjectKind.DOMAIN, object.name()));
        return ofDomain ? null : tableOf(object);
    }

    static @Nullable ObjectName tableOf(ObjectAddress object) {
        return switch (object.kind()) {
            case TABLE, COLUMN, CONSTRAINT, TRIGGER, POLICY -> object.name();
            default -> null;
        };
    }

    @Override
    public String action() {
        return "COMMENT";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public SortedSet<ObjectName> tables() {
        return table == null ? Collections.emptySortedSet() : new TreeSet<>(List.of(table));
    }

    @Override
    public TableLock lock() {
        return table == null ? TableLock.NONE : TableLock.SHARE_UPDATE_EXCLUSIVE;
    }

    @Override
    public boolean transactional() {
        return !afterCommit;
    }

    @Override
    public List<String> statements() {
        boolean ofDomain = object.kind() == ObjectKind.CONSTRAINT && table == null;
        String name = ofDomain
                ? "CONSTRAINT " + Identifier.quote(String.valueOf(object.member())) + " ON DOMAIN "
                        + object.name().sql()
                : object.sql();
        return List.of("COMMENT ON " + name + " IS " + (to == null ? "NULL" : SqlLiteral.quote(to)));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetComment(object, table, to, from, afterCommit));
    }
}
