package io.qail.spring.boot.autoconfigure;

import io.qail.history.HistoryEntry;
import org.springframework.context.ApplicationEvent;

/**
 * A version was migrated and committed. What a start migrates is published once all singletons exist, in the order of the
 * versions, so that every {@code @EventListener} receives it; a later migration publishes at once, on its own thread.
 */
public final class QailMigrationEvent extends ApplicationEvent {

    private static final long serialVersionUID = 1L;

    private final transient HistoryEntry entry;

    public QailMigrationEvent(Object source, HistoryEntry entry) {
        super(source);
        this.entry = entry;
    }

    /** The new row of the history. */
    public HistoryEntry entry() {
        return entry;
    }
}
