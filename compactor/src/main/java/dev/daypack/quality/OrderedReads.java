package dev.daypack.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Maps a list in parallel, and fails as a loop would: with the error of the first element that has one.
 *
 * <p>The calling thread works too and waits only for elements that a running thread has taken, so an executor that is
 * busy, or is the caller's own, costs speed but never blocks.
 */
final class OrderedReads {

    private final Executor executor;
    private final int parallel;

    OrderedReads(Executor executor, int parallel) {
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel must be 1 or more");
        }
        this.executor = executor;
        this.parallel = parallel;
    }

    <A, B> List<B> map(List<A> elements, Function<A, B> read) {
        Batch<A, B> batch = new Batch<>(elements, read);
        int others = Math.min(parallel, elements.size()) - 1;
        for (int worker = 0; worker < others; worker++) {
            executor.execute(batch::work);
        }
        batch.work();
        return batch.results();
    }

    private static final class Batch<A, B> {
        private final List<A> elements;
        private final Function<A, B> read;
        private final List<CompletableFuture<B>> slots = new ArrayList<>();
        private final AtomicInteger next = new AtomicInteger();
        private volatile boolean failed;

        private Batch(List<A> elements, Function<A, B> read) {
            this.elements = elements;
            this.read = read;
            elements.forEach(element -> slots.add(new CompletableFuture<>()));
        }

        /** Takes elements in their order until none is left or one failed. */
        private void work() {
            while (!failed) {
                int index = next.getAndIncrement();
                if (index >= elements.size()) {
                    return;
                }
                try {
                    slots.get(index).complete(read.apply(elements.get(index)));
                } catch (RuntimeException | Error broken) {
                    failed = true;
                    slots.get(index).completeExceptionally(broken);
                }
            }
        }

        /**
         * Waits for each element in order. Elements are taken in order, so all before a failed one are taken and come
         * to an end: the wait meets the first failure before it could meet an element that nobody took.
         */
        private List<B> results() {
            List<B> results = new ArrayList<>(slots.size());
            for (CompletableFuture<B> slot : slots) {
                try {
                    results.add(slot.join());
                } catch (CompletionException broken) {
                    if (broken.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw broken;
                }
            }
            return results;
        }
    }
}
