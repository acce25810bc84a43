package dev.daypack.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for several tasks that belong together. */
final class Joined {

    private Joined() {}

    /** Waits for all, then gives their results, or the first failure. */
    static <T> List<T> of(List<CompletableFuture<T>> tasks) {
        tasks.forEach(task -> task.handle((done, failure) -> done).join());
        try {
            return tasks.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException nested) {
                cause = nested.getCause();
            }
            throw cause instanceof StoreException failure ? failure : e;
        }
    }
}
