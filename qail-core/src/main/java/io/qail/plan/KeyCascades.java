package io.qail.plan;

import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectName;
import io.qail.schema.ReferentialAction;
import io.qail.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an UPDATE of a key changes in other tables: foreign keys carry it on to the columns that point at it, and from
 * there to what points at those. Follows the operations, since a key that the plan drops first carries nothing on.
 */
final class KeyCascades {

    /** A foreign key of a table, by the names before the plan. */
    private record Link(ObjectName table, ForeignKey key) {}

    private final LiveNames names;
    private final List<Link> links = new ArrayList<>();

    /**
     * @param names of the operation that is dealt with at a time; moved on by the caller
     */
    KeyCascades(Schema live, LiveNames names) {
        this.names = names;
        live.tables().values().forEach(table -> {
            for (Constraint constraint : table.constraints()) {
                if (constraint instanceof ForeignKey key && carriesOn(key.onUpdate())) {
                    links.add(new Link(table.name(), key));
                }
            }
        });
    }

    private static boolean carriesOn(ReferentialAction action) {
        return action == ReferentialAction.CASCADE
                || action == ReferentialAction.SET_NULL
                || action == ReferentialAction.SET_DEFAULT;
    }

    /** The columns that follow an UPDATE, each once, in the order in which they are reached. */
    List<AtRisk> of(AtRisk risk) {
        if (links.isEmpty() || !(risk.risk() instanceof Risk.TransformedColumn) || risk.liveColumn() == null) {
            return List.of();
        }
        record Reached(ObjectName table, String column) {}
        Set<Reached> seen = new LinkedHashSet<>();
        List<Reached> open = new ArrayList<>(List.of(new Reached(risk.liveTable(), risk.liveColumn())));
        List<AtRisk> followers = new ArrayList<>();
        seen.add(open.get(0));
        for (int i = 0; i < open.size(); i++) {
            Reached changed = open.get(i);
            for (Link link : links) {
                if (!link.key().target().equals(changed.table())) {
                    continue;
                }
                for (String column : followers(link.key(), changed.column())) {
                    Reached follower = new Reached(link.table(), column);
                    if (seen.add(follower)) {
                        open.add(follower);
                        names.follower(risk, link.table(), column, link.key()).ifPresent(followers::add);
                    }
                }
            }
        }
        return followers;
    }

    /** CASCADE changes the column that points at the changed one; SET NULL and SET DEFAULT the whole key. */
    private static List<String> followers(ForeignKey key, String changed) {
        int position = key.targetColumns().indexOf(changed);
        if (position < 0) {
            return List.of();
        }
        return key.onUpdate() == ReferentialAction.CASCADE
                ? List.of(key.columns().get(position))
                : key.columns();
    }

    /** Takes note of what the operation does to foreign keys; to be called before the names move on. */
    void after(Operation operation) {
        if (operation instanceof DropConstraint drop) {
            names.table(drop.table())
                    .ifPresent(table -> links.removeIf(link -> link.table().equals(table)
                            && link.key().name().equals(drop.constraint().name())));
        }
    }
}
