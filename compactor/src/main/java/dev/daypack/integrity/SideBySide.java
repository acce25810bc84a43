package dev.daypack.integrity;

import dev.daypack.cancel.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing to many, several at a time, and says every some seconds how far it is. What is held at once is bounded
 * by how many are at work; results are small. Thread-safe.
 */
final class SideBySide {

    private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);

    private static final long TELL_NANOS = 5_000_000_000L;

    private final Executor executor;
    private final int atOnce;
    private final LongSupplier nanoTime;
    private final Cancellation cancellation;

    SideBySide(Executor executor, int atOnce, LongSupplier nanoTime, Cancellation cancellation) {
        this.executor = executor;
        this.atOnce = atOnce;
        this.nanoTime = nanoTime;
        this.cancellation = cancellation;
    }

    /**
     * The results in the order of the questions. The first failure ends it and is thrown as it is.
     *
     * @param doing for people: {@code looked at}
     */
    <T, R> List<R> map(String doing, List<T> all, Function<T, R> work) {
        AtomicReferenceArray<R> results = new AtomicReferenceArray<>(all.size());
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Pace pace = new Pace(doing, all.size());
        List<CompletableFuture<Void>> crew = new ArrayList<>();
        for (int i = 0; i < Math.min(atOnce, all.size()); i++) {
            crew.add(CompletableFuture.runAsync(
                    () -> {
                        for (int at = next.getAndIncrement(); at < all.size(); at = next.getAndIncrement()) {
                            try {
                                cancellation.throwIfCancelled();
                                results.set(at, work.apply(all.get(at)));
                                pace.tell(done.incrementAndGet());
                            } catch (Throwable e) {
                                next.set(all.size());
                                throw e;
                            }
                        }
                    },
                    executor));
        }
        await(crew);
        List<R> ordered = new ArrayList<>(all.size());
        for (int at = 0; at < all.size(); at++) {
            ordered.add(results.get(at));
        }
        return ordered;
    }

    private static void await(List<CompletableFuture<Void>> crew) {
        crew.forEach(one -> one.handle((result, failure) -> failure).join());
        try {
            crew.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** A line every five seconds. */
    private final class Pace {

        private final String doing;
        private final int all;
        private long lastNanos = nanoTime.getAsLong();

        Pace(String doing, int all) {
            this.doing = doing;
            this.all = all;
        }

        synchronized void tell(int done) {
            long now = nanoTime.getAsLong();
            if (now - lastNanos >= TELL_NANOS) {
                lastNanos = now;
                LOG.info("{} {} of {} partition-days", doing, done, all);
            }
        }
    }
}
