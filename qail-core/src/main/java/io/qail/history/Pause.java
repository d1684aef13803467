package io.qail.history;

import io.qail.error.LockException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Waits between two tries: growing, jittered so that many instances do not try in step, and never longer than a limit. */
public final class Pause {

    private final Duration first;
    private final Duration longest;
    private int tries;

    public Pause(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /**
     * Blocks for the next pause, which doubles with every call, between half and the whole of it.
     *
     * @throws LockException when the thread is interrupted; its flag is set again
     */
    public void await() {
        long ceiling = Math.min(longest.toMillis(), first.toMillis() << Math.min(tries++, 20));
        long millis = ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1);
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockException(
                    "Interrupted while waiting for a lock", "Nothing was changed; start again.", List.of(), e);
        }
    }
}
