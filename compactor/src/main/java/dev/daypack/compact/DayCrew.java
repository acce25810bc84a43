package dev.daypack.compact;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Works on several partition-days at once, each on a thread that waits more than it computes: for stores, for memory,
 * for the workers. Begins them in the order of the work, and tells of each when it ends, always on the caller's thread.
 */
final class DayCrew {

    private final DayThreads threads;
    private final int daysAtOnce;
    private final Runnable stop;

    /**
     * @param threads runs at least {@code daysAtOnce} tasks side by side
     * @param stop makes days under way end soon, and days to come at once
     */
    DayCrew(DayThreads threads, int daysAtOnce, Runnable stop) {
        this.threads = threads;
        this.daysAtOnce = daysAtOnce;
        this.stop = stop;
    }

    /** Hears how a partition-day ended. */
    interface Ending {
        void ended(int position, DayOutcome outcome);
    }

    private record Ended(int position, DayOutcome outcome, Throwable failure) {}

    /**
     * Returns when all have ended. If one throws, or the listener does, the others are made to stop; when none is under
     * way any more the first failure is thrown.
     *
     * @param positions of the partition-days in the work
     * @param day works on one, until it has an outcome
     */
    void work(List<Integer> positions, IntFunction<DayOutcome> day, Ending ending) {
        Queue<Ended> ended = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        Telling telling = new Telling(ending);
        Consumer<Ended> tell = one -> {
            ended.add(one);
            threads.changed();
        };
        for (int i = 0; i < Math.min(daysAtOnce, positions.size()); i++) {
            threads.execute(() -> workThrough(positions, next, day, tell));
        }
        while (telling.told < positions.size()) {
            telling.tell(take(ended));
        }
        if (!telling.failures.isEmpty()) {
            throwFirst(telling.failures);
        }
    }

    /** What has been told, always on the caller's thread; after a failure nothing but how many ended. */
    private final class Telling {
        private final Ending ending;
        private final List<Throwable> failures = new ArrayList<>();
        private int told;

        Telling(Ending ending) {
            this.ending = ending;
        }

        void tell(Ended one) {
            told++;
            try {
                if (one.failure != null) {
                    throw one.failure;
                }
                if (failures.isEmpty()) {
                    ending.ended(one.position, one.outcome);
                }
            } catch (Throwable e) {
                failures.add(e);
                stop.run();
            }
        }
    }

    private static void workThrough(
            List<Integer> positions, AtomicInteger next, IntFunction<DayOutcome> day, Consumer<Ended> tell) {
        for (int i = next.getAndIncrement(); i < positions.size(); i = next.getAndIncrement()) {
            int position = positions.get(i);
            Ended one;
            try {
                one = new Ended(position, day.apply(position), null);
            } catch (Throwable e) {
                one = new Ended(position, null, e);
            }
            tell.accept(one);
        }
    }

    /** An interruption must not leave days behind that nobody waits for. */
    private Ended take(Queue<Ended> ended) {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    threads.await(() -> !ended.isEmpty());
                    return ended.remove();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                    stop.run();
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void throwFirst(List<Throwable> failures) {
        Throwable first = failures.get(0);
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
        if (first instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(first);
    }
}
