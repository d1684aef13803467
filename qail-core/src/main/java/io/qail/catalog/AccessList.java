package io.qail.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** An access control list, element by element. */
record AccessList(SortedSet<Entry> entries) {

    AccessList {
        entries = Collections.unmodifiableSortedSet(new TreeSet<>(entries));
    }

    /**
     * One privilege.
     *
     * @param grantee empty for PUBLIC
     */
    record Entry(String grantee, String privilege, String grantor, boolean grantable) implements Comparable<Entry> {

        @Override
        public int compareTo(Entry other) {
            return text().compareTo(other.text());
        }

        private String text() {
            return String.join("\u0002", grantee, privilege, grantor, grantable ? "*" : "");
        }

        private Entry with(String from, String to) {
            return new Entry(
                    grantee.equals(from) ? to : grantee, privilege, grantor.equals(from) ? to : grantor, grantable);
        }

        private boolean isSame(Entry other) {
            return grantee.equals(other.grantee) && privilege.equals(other.privilege) && grantor.equals(other.grantor);
        }

        @Override
        public String toString() {
            return privilege + " of " + (grantee.isEmpty() ? "PUBLIC" : grantee)
                    + (grantable ? " with grant option" : "") + " by " + grantor;
        }
    }

    /** A statement that the grantor runs. */
    record Change(String grantor, String verb, String privileges, String preposition, String grantee, String end) {}

    static AccessList of(String text) {
        SortedSet<Entry> entries = new TreeSet<>();
        if (!text.isEmpty()) {
            for (String element : text.split(ObjectState.ELEMENT, -1)) {
                String[] parts = element.split(ObjectState.PART, -1);
                entries.add(new Entry(parts[0], parts[1], parts[2], parts[3].equals("*")));
            }
        }
        return new AccessList(entries);
    }

    /** As {@code OWNER TO} leaves it. */
    AccessList withOwner(String from, String to) {
        return new AccessList(
                entries.stream().map(entry -> entry.with(from, to)).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Takes over from the other list what the condition on grantee and privilege holds for. */
    AccessList taking(AccessList other, BiPredicate<String, String> condition) {
        SortedSet<Entry> mixed = new TreeSet<>(entries);
        mixed.removeIf(entry -> condition.test(entry.grantee(), entry.privilege()));
        other.entries.stream()
                .filter(entry -> condition.test(entry.grantee(), entry.privilege()))
                .forEach(mixed::add);
        return new AccessList(mixed);
    }

    /** Only what the condition holds for. */
    AccessList only(BiPredicate<String, String> condition) {
        return new AccessList(entries.stream()
                .filter(entry -> condition.test(entry.grantee(), entry.privilege()))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The entries that the other one lacks. */
    List<Entry> missingIn(AccessList other) {
        return entries.stream().filter(entry -> !other.entries.contains(entry)).toList();
    }

    /** What makes this list of the other one: revokes first, then grants, each grantor before those that it lets grant. */
    List<Change> changes(AccessList present, String owner) {
        Map<List<String>, List<Entry>> revokes = new TreeMap<>(AccessList::compare);
        for (Entry entry : present.entries) {
            Entry wanted = entries.stream().filter(entry::isSame).findFirst().orElse(null);
            if (wanted == null) {
                revokes.computeIfAbsent(List.of(entry.grantor, "REVOKE ", entry.grantee), key -> new ArrayList<>())
                        .add(entry);
            } else if (entry.grantable && !wanted.grantable) {
                revokes.computeIfAbsent(
                                List.of(entry.grantor, "REVOKE GRANT OPTION FOR ", entry.grantee),
                                key -> new ArrayList<>())
                        .add(entry);
            }
        }
        List<Change> changes = new ArrayList<>();
        revokes.forEach((key, list) ->
                changes.add(new Change(key.get(0), key.get(1), privileges(list), " FROM ", key.get(2), " CASCADE")));
        Map<List<String>, List<Entry>> grants = new LinkedHashMap<>();
        Map<String, Integer> depths = depths(owner);
        missingIn(present).stream()
                .sorted(java.util.Comparator.comparing((Entry entry) -> depths.getOrDefault(
                                entry.grantor + ObjectState.PART + entry.privilege, Integer.MAX_VALUE))
                        .thenComparing(entry -> entry))
                .forEach(entry -> grants.computeIfAbsent(
                                List.of(
                                        entry.grantor,
                                        entry.grantable ? " WITH GRANT OPTION" : "",
                                        entry.grantee,
                                        String.valueOf(depths.get(entry.grantor + ObjectState.PART + entry.privilege))),
                                key -> new ArrayList<>())
                        .add(entry));
        grants.forEach((key, list) ->
                changes.add(new Change(key.get(0), "GRANT ", privileges(list), " TO ", key.get(2), key.get(1))));
        return changes;
    }

    private static int compare(List<String> one, List<String> other) {
        return String.join(ObjectState.PART, one).compareTo(String.join(ObjectState.PART, other));
    }

    private static String privileges(List<Entry> entries) {
        return entries.stream().map(Entry::privilege).distinct().collect(Collectors.joining(", "));
    }

    /** How far from the owner somebody who grants a privilege stands. */
    private Map<String, Integer> depths(String owner) {
        Map<String, Integer> depths = new HashMap<>();
        entries.forEach(entry -> depths.put(owner + ObjectState.PART + entry.privilege, 0));
        boolean more = true;
        while (more) {
            more = false;
            for (Entry entry : entries) {
                Integer depth = depths.get(entry.grantor + ObjectState.PART + entry.privilege);
                String grantee = entry.grantee + ObjectState.PART + entry.privilege;
                if (entry.grantable && depth != null && !depths.containsKey(grantee)) {
                    depths.put(grantee, depth + 1);
                    more = true;
                }
            }
        }
        return depths;
    }
}
