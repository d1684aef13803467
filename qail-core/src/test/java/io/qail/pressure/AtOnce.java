package io.qail.pressure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The same call in many threads, which all begin together. */
final class AtOnce {

    private AtOnce() {}

    /** Begins the calls and returns without waiting for them. */
    static <T> List<Future<T>> start(ExecutorService executor, int times, Callable<T> call) {
        CyclicBarrier barrier = new CyclicBarrier(times);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            futures.add(executor.submit(() -> {
                barrier.await();
                return call.call();
            }));
        }
        return futures;
    }

    /** Their results; fails with the first failure of one, or when one hangs. */
    static <T> List<T> results(List<Future<T>> futures) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get(60, TimeUnit.SECONDS));
        }
        return results;
    }

    static <T> List<T> run(int times, Callable<T> call) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(times);
        try {
            return results(start(executor, times, call));
        } finally {
            executor.shutdownNow();
        }
    }
}
