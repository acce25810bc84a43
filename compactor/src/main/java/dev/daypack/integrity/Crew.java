package dev.daypack.integrity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Works on several things at once, begun in their order, each on a thread that waits more than it computes. Results are
 * in the order of the things. Thread-safe.
 */
final class Crew {

    private final Executor threads;
    private final int atOnce;

    /** @param threads runs at least {@code atOnce} tasks side by side */
    Crew(Executor threads, int atOnce) {
        this.threads = threads;
        this.atOnce = atOnce;
    }

    /**
     * Returns when all are done. If one throws, no more are begun; the first failure is thrown when none is at work.
     */
    <T, R> List<R> work(List<T> things, Function<T, R> task) {
        List<CompletableFuture<R>> results = new ArrayList<>();
        things.forEach(thing -> results.add(new CompletableFuture<>()));
        AtomicInteger next = new AtomicInteger();
        List<CompletableFuture<Void>> hands = new ArrayList<>();
        for (int hand = 0; hand < Math.min(atOnce, things.size()); hand++) {
            hands.add(CompletableFuture.runAsync(() -> workThrough(things, results, next, task), threads));
        }
        try {
            CompletableFuture.allOf(hands.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
        return results.stream().map(CompletableFuture::join).toList();
    }

    private static <T, R> void workThrough(
            List<T> things, List<CompletableFuture<R>> results, AtomicInteger next, Function<T, R> task) {
        for (int at = next.getAndIncrement(); at < things.size(); at = next.getAndIncrement()) {
            try {
                results.get(at).complete(task.apply(things.get(at)));
            } catch (RuntimeException | Error e) {
                next.set(things.size());
                throw e;
            }
        }
    }
}
