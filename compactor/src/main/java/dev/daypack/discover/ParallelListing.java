package dev.daypack.discover;

import dev.daypack.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lists many prefixes, several at a time. The calling thread lists too and waits only for listers that have begun, so
 * there is progress even if the executor is busy, or is the one that the caller runs on. Thread-safe.
 */
final class ParallelListing {

    private final ObjectStore store;
    private final Executor executor;
    private final int concurrency;

    ParallelListing(ObjectStore store, Executor executor, int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency is " + concurrency + "; it must be at least 1");
        }
        this.store = store;
        this.executor = executor;
        this.concurrency = concurrency;
    }

    /** The prefixes below each prefix, in the order of the question. The first failure ends it and is thrown as is. */
    List<List<String>> list(List<String> prefixes) {
        Round round = new Round(store, prefixes);
        List<Lister> listers = listers(Math.min(concurrency, prefixes.size()) - 1, round);
        round.work();
        for (Lister lister : listers) {
            lister.dismiss();
        }
        return round.results();
    }

    private List<Lister> listers(int count, Round round) {
        List<Lister> listers = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Lister lister = new Lister(round);
            try {
                executor.execute(lister);
            } catch (RejectedExecutionException busy) {
                // Fewer listers only make it slower; the calling thread does what they do not.
                break;
            }
            listers.add(lister);
        }
        return listers;
    }

    /** One list of questions, handed out one by one to whoever asks. */
    private static final class Round {

        private final ObjectStore store;
        private final List<String> prefixes;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReferenceArray<List<String>> results;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Round(ObjectStore store, List<String> prefixes) {
            this.store = store;
            this.prefixes = prefixes;
            this.results = new AtomicReferenceArray<>(prefixes.size());
        }

        /** Takes questions until none is left or one has failed; throws nothing. */
        void work() {
            int at = next.getAndIncrement();
            while (at < prefixes.size() && failure.get() == null) {
                try {
                    if (Thread.currentThread().isInterrupted()) {
                        throw interruption();
                    }
                    results.set(at, store.listPrefixes(prefixes.get(at)));
                } catch (RuntimeException | Error thrown) {
                    failure.compareAndSet(null, thrown);
                }
                at = next.getAndIncrement();
            }
        }

        List<List<String>> results() {
            if (failure.get() instanceof Error error) {
                throw error;
            }
            if (failure.get() instanceof RuntimeException exception) {
                throw exception;
            }
            List<List<String>> ordered = new ArrayList<>(prefixes.size());
            for (int at = 0; at < prefixes.size(); at++) {
                ordered.add(results.get(at));
            }
            return ordered;
        }
    }

    /** Works on a round once an executor thread is free, unless it was dismissed before that. */
    private static final class Lister implements Runnable {

        private final Round round;
        private final AtomicBoolean claimed = new AtomicBoolean();
        private final CountDownLatch done = new CountDownLatch(1);

        Lister(Round round) {
            this.round = round;
        }

        @Override
        public void run() {
            if (claimed.compareAndSet(false, true)) {
                try {
                    round.work();
                } finally {
                    done.countDown();
                }
            }
        }

        /** Keeps it from beginning; if it has begun, waits for its end. */
        void dismiss() {
            if (claimed.compareAndSet(false, true)) {
                return;
            }
            try {
                done.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw interruption();
            }
        }
    }

    private static CancellationException interruption() {
        return new CancellationException("interrupted while listing prefixes");
    }
}
