package io.qail.spring.boot.autoconfigure;

import io.qail.history.HistoryEntry;
import io.qail.migrate.MigrationListener;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes a {@link QailMigrationEvent} for each version. Those of the start wait until all singletons exist: before, no
 * {@code @EventListener} is registered, and a listener bean that needs the database would be created in the middle of the
 * migration that it waits for.
 */
final class MigrationEventPublisher implements MigrationListener, SmartInitializingSingleton {

    private final ApplicationEventPublisher publisher;
    private final List<QailMigrationEvent> waiting = new ArrayList<>();
    private boolean ready;

    MigrationEventPublisher(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void versionMigrated(HistoryEntry entry) {
        QailMigrationEvent event = new QailMigrationEvent(this, entry);
        synchronized (waiting) {
            if (!ready) {
                waiting.add(event);
                return;
            }
        }
        publisher.publishEvent(event);
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<QailMigrationEvent> events;
        synchronized (waiting) {
            ready = true;
            events = List.copyOf(waiting);
            waiting.clear();
        }
        events.forEach(publisher::publishEvent);
    }
}
