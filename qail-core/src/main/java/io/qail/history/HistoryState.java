package io.qail.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The history as it was read at one moment.
 *
 * @param entries every row, in order
 * @param schema the canonical schema after the last row; empty when there is none
 */
public record HistoryState(List<HistoryEntry> entries, String schema) {

    public static final HistoryState EMPTY = new HistoryState(List.of(), "");

    public HistoryState {
        entries = List.copyOf(entries);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * What holds now, by version in the order of application: a rollback row takes the version's row away, a repair row
     * puts its script and checksum in the place of the old ones.
     */
    public Map<String, HistoryEntry> applied() {
        Map<String, HistoryEntry> applied = new LinkedHashMap<>();
        for (HistoryEntry entry : entries) {
            switch (entry.type()) {
                case VERSIONED, DECLARATIVE, BASELINE -> applied.put(entry.version(), entry);
                case ROLLBACK -> applied.remove(entry.version());
                case REPAIR ->
                    applied.computeIfPresent(
                            entry.version(), (version, old) -> old.withScript(entry.script(), entry.checksum()));
            }
        }
        return applied;
    }

    /** The entry that was applied last and still holds. */
    public Optional<HistoryEntry> latest() {
        List<HistoryEntry> applied = new ArrayList<>(applied().values());
        return applied.isEmpty() ? Optional.empty() : Optional.of(applied.get(applied.size() - 1));
    }

    /** The ids of the rows that still hold. */
    public Set<Long> holding() {
        return applied().values().stream().map(HistoryEntry::id).collect(Collectors.toSet());
    }
}
