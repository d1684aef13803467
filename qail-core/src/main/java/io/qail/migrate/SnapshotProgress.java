package io.qail.migrate;

import io.qail.snapshot.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners how far a snapshot is, and the log every few seconds. */
final class SnapshotProgress implements ProgressListener {

    private static final Logger log = LoggerFactory.getLogger(SnapshotProgress.class);

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final String version;
    private final RunContext context;
    private Instant lastLine;

    SnapshotProgress(String version, RunContext context) {
        this.version = version;
        this.context = context;
        this.lastLine = context.clock().instant();
    }

    @Override
    public void progress(String object, long records) {
        context.listeners().forEach(listener -> listener.snapshotProgress(version, object, records));
        Instant now = context.clock().instant();
        if (!now.isBefore(lastLine.plus(BETWEEN_LINES))) {
            lastLine = now;
            log.info("Snapshot of {}: {} records so far", object, String.format(Locale.ROOT, "%,d", records));
        }
    }
}
