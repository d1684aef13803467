package io.qail.plan;

import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Comments, after everything else: an object that was made again lost its own, one that was renamed kept it. */
final class CommentChanges {

    private final Comparison comparison;
    private final Set<ObjectAddress> recreated = new HashSet<>();
    private final Map<ObjectAddress, ObjectAddress> renamed = new HashMap<>();

    CommentChanges(Comparison comparison) {
        this.comparison = comparison;
        comparison.replacedEnums().keySet().forEach(name -> recreated(ObjectAddress.of(ObjectKind.ENUM, name)));
        comparison.forEachCommonTable((from, to) -> comparison
                .changes(from.name())
                .rebuilt()
                .forEach(column -> recreated(ObjectAddress.column(from.name(), column))));
    }

    private boolean isRecreated(ObjectAddress address) {
        return recreated.contains(address) || comparison.objects().takeAlong(address);
    }

    void recreated(ObjectAddress address) {
        recreated.add(address);
    }

    void renamed(ObjectAddress from, ObjectAddress to) {
        renamed.put(from, to);
    }

    void compare(PhasedOperations operations) {
        SortedMap<ObjectAddress, String> before = new TreeMap<>();
        comparison.from.comments().forEach((address, text) -> {
            if (!isRecreated(address)) {
                before.put(renamed.getOrDefault(address, address), text);
            }
        });
        SortedMap<ObjectAddress, String> after = comparison.to.comments();
        after.forEach((address, text) -> {
            String old = before.get(address);
            if (!text.equals(old)) {
                set(operations, address, old, text);
            }
        });
        before.forEach((address, text) -> {
            if (!after.containsKey(address) && exists(address)) {
                set(operations, address, text, null);
            }
        });
    }

    private void set(PhasedOperations operations, ObjectAddress address, @Nullable String from, @Nullable String to) {
        Index index =
                address.kind() == ObjectKind.INDEX ? comparison.to.indexes().get(address.name()) : null;
        boolean afterCommit = index != null
                && index.concurrently()
                && (recreated.contains(address)
                        || (!comparison.from.indexes().containsKey(address.name()) && !renamed.containsValue(address)));
        ObjectName table = index == null ? SetComment.tableOf(comparison.to, address) : index.table();
        operations.add(
                afterCommit ? Phase.AFTER_COMMIT : Phase.COMMENT,
                new SetComment(address, table, from, to, afterCommit));
    }

    private boolean exists(ObjectAddress address) {
        boolean ownSchema = address.kind() == ObjectKind.SCHEMA
                && !comparison.from.schemas().contains(address.name().name());
        return ownSchema || comparison.to.contains(address);
    }
}
