package io.qail.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The median times of two ways to do the same work. */
public record Medians(Duration ours, Duration peers) {

    /** One way to do the work once: prepares, measures, checks what was done. */
    public interface Lap extends Callable<Duration> {}

    /** Something to take the time of. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Runs both by turns, the first to go changing each time: a slower moment of the machine meets both. */
    public static Medians of(int rounds, Lap ours, Lap peers) throws Exception {
        List<Duration> ourTimes = new ArrayList<>();
        List<Duration> peerTimes = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                peerTimes.add(peers.call());
                ourTimes.add(ours.call());
            } else {
                ourTimes.add(ours.call());
                peerTimes.add(peers.call());
            }
        }
        return new Medians(median(ourTimes), median(peerTimes));
    }

    public static Duration time(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    public static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    public double ratio() {
        return (double) ours.toNanos() / peers.toNanos();
    }
}
