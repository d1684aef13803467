package io.qail.sample.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of an application that was killed: it runs on, and a second one on its data directory would be refused.
 * To be called only under the {@link DirectoryLock}.
 */
final class LeftoverPostmaster {

    /** PostgreSQL notes its start by the wall clock, the operating system in ticks since boot. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private static final Duration SHUTDOWN = Duration.ofSeconds(30);
    private static final Logger logger = LoggerFactory.getLogger(LeftoverPostmaster.class);

    private LeftoverPostmaster() {}

    /** Blocks until no server runs on the data directory, at most for about a minute. */
    static void stop(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() < 3) {
            return; // PostgreSQL itself copes with it
        }
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(lines.get(0).trim())).orElse(null);
        String command = process == null ? null : process.info().command().orElse(null);
        if (process == null || command == null) {
            return; // a stale file, which PostgreSQL replaces
        }
        Instant noted = Instant.ofEpochSecond(Long.parseLong(lines.get(2).trim()));
        if (isPostmaster(command) && startedAt(process, noted)) {
            logger.warn("Stopping the PostgreSQL (process {}) that a killed application left behind", process.pid());
            stop(process);
        } else {
            // The process number belongs to somebody else by now, which PostgreSQL takes for a running server.
            Files.delete(pidFile);
        }
    }

    private static boolean isPostmaster(String command) {
        Path name = Path.of(command).getFileName();
        return name != null && name.toString().startsWith("postgres");
    }

    private static boolean startedAt(ProcessHandle process, Instant noted) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, noted).abs().compareTo(CLOCK_DIFFERENCE) < 0)
                .orElse(true);
    }

    private static void stop(ProcessHandle process) {
        process.destroy(); // SIGTERM: waits for the clients, which are dead
        if (!exits(process)) {
            process.destroyForcibly(); // what was committed is recovered from the log at the next start
            if (!exits(process)) {
                throw new IllegalStateException("The PostgreSQL process " + process.pid() + " does not stop");
            }
        }
    }

    private static boolean exits(ProcessHandle process) {
        return process.onExit()
                .thenApply(exited -> true)
                .completeOnTimeout(false, SHUTDOWN.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
