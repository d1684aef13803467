package io.qail.spring.boot.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.qail.shadow.ShadowListener;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the application wait, instead of fail, while the databases change names: the pool hands out nothing, what was handed
 * out may come to its end, and afterwards nobody gets a connection to the old database. Only of this process, and only
 * where {@code spring.datasource.hikari.allow-pool-suspension} permits it; else, and elsewhere, connections break and are
 * made again.
 */
final class HikariPause implements ShadowListener {

    private static final Logger log = LoggerFactory.getLogger(HikariPause.class);

    /** The longest wait for work that is under way. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(5);

    private final HikariDataSource dataSource;
    private boolean suspended;

    private HikariPause(HikariDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** For the pool behind the data source, if there is one. */
    static Optional<ShadowListener> of(DataSource dataSource) {
        HikariDataSource pool = UnpooledHikari.pool(dataSource);
        return pool == null ? Optional.empty() : Optional.of(new HikariPause(pool));
    }

    @Override
    public synchronized void beforeSwitch() {
        HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
        if (pool == null || !dataSource.isAllowPoolSuspension()) {
            return;
        }
        pool.suspendPool();
        suspended = true;
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (pool.getActiveConnections() > 0 && System.nanoTime() < deadline) {
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        log.info(
                "The pool {} is paused, {} connections are still in use",
                dataSource.getPoolName(),
                pool.getActiveConnections());
    }

    @Override
    public synchronized void afterSwitch(boolean promoted, Duration pause) {
        HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
        if (pool == null) {
            return;
        }
        // A connection that was used a moment ago is handed out without a look whether it still lives.
        pool.softEvictConnections();
        if (suspended) {
            suspended = false;
            pool.resumePool();
        }
    }
}
