package dev.daypack.store;

import dev.daypack.store.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Finds out what an S3 server really does with conditions, because servers differ and do not say so: some ignore a
 * condition and answer 200. Writes a few bytes below {@code compacted/.probe/<random>/} and removes them. About fifteen
 * requests, some at once: they take ten times the way to the server and back. What it sees holds for one writer at a
 * time; that a server also decides races rightly, it cannot see.
 */
public final class StoreProbe {

    private static final String FOLDER = "compacted/.probe/";
    private static final StoreCapabilities NONE = new StoreCapabilities(false, false, false);

    private static final String NOT_SAFE =
            "the server does not honour If-None-Match and If-Match on PUT, so two writers could overwrite each other;"
                    + " use one that does, or set single-writer: true if nothing else writes";

    private final S3Connection connection;
    private final String object;
    private final String fresh;
    private final Executor executor;
    private final AtomicInteger generation = new AtomicInteger();

    private StoreProbe(S3Connection connection, Executor executor) {
        this.connection = connection;
        this.executor = executor;
        String folder = FOLDER + UUID.randomUUID() + "/";
        this.object = folder + "object";
        this.fresh = folder + "fresh";
    }

    /**
     * Probes a store that will be written.
     *
     * @throws StoreException if the store cannot be reached, read or written; of kind {@code UNSAFE} if it does not
     *     refuse a PUT whose condition does not hold, unless the settings say that there is a single writer
     */
    public static StoreCapabilities probe(S3Store store) {
        S3Connection connection = store.connection();
        StoreCapabilities seen = new StoreProbe(connection, store.senders()).run();
        if (!seen.conditionalPut() && !connection.options().singleWriter()) {
            throw connection.failures().failure(Kind.UNSAFE, "", NOT_SAFE);
        }
        return seen;
    }

    private StoreCapabilities run() {
        boolean seen = false;
        try {
            StoreCapabilities capabilities = look();
            seen = true;
            return capabilities;
        } finally {
            boolean mayThrow = seen;
            joined(Stream.of(object, fresh)
                    .map(key -> CompletableFuture.runAsync(() -> remove(key, mayThrow), executor))
                    .toList());
        }
    }

    private StoreCapabilities look() {
        try {
            S3Writes bare = new S3Writes(connection, StoreCapabilities.FULL);
            if (!stored(put(bare, new Condition.Absent())) || stored(put(bare, new Condition.Absent()))) {
                return NONE;
            }
            CompletableFuture<Boolean> onFresh = CompletableFuture.supplyAsync(() -> honoursAbsent(bare), executor);
            try {
                return look(bare, onFresh);
            } finally {
                // What is under way would write after the removal.
                onFresh.exceptionally(failure -> false).join();
            }
        } catch (StoreException e) {
            // The server says itself (501) that it has no conditions.
            if (e.kind() == Kind.UNSAFE) {
                return NONE;
            }
            throw e;
        }
    }

    private StoreCapabilities look(S3Writes bare, CompletableFuture<Boolean> onFresh) {
        String first = etag();
        S3Writes writes = bare;
        boolean quoted = false;
        if (!stored(put(writes, new Condition.Matches(first)))) {
            quoted = true;
            writes = new S3Writes(connection, new StoreCapabilities(true, true, true));
            if (!stored(put(writes, new Condition.Matches(first)))) {
                return NONE;
            }
        }
        if (stored(put(writes, new Condition.Matches(first)))) {
            return NONE;
        }
        boolean honoursMatch = !mayComplete(writes, object, new Condition.Matches(first));
        return new StoreCapabilities(true, joined(List.of(onFresh)).get(0) && honoursMatch, quoted);
    }

    /** Completes an upload to an object that is not there, which must do, and then to the same, which must not. */
    private boolean honoursAbsent(S3Writes writes) {
        try {
            // A completed upload that we do not find again cannot be told from a lost race.
            if (!(complete(writes, fresh, new Condition.Absent()) instanceof PutOutcome.Stored)) {
                return false;
            }
        } catch (StoreException e) {
            return !isUnsafe(e);
        }
        return !mayComplete(writes, fresh, new Condition.Absent());
    }

    /** Whether an upload is not refused. */
    private boolean mayComplete(S3Writes writes, String key, Condition condition) {
        try {
            return stored(complete(writes, key, condition));
        } catch (StoreException e) {
            return isUnsafe(e);
        }
    }

    /** True if the server says itself that it cannot; any other failure is thrown on. */
    private static boolean isUnsafe(StoreException e) {
        if (e.kind() == Kind.UNSAFE) {
            return true;
        }
        throw e;
    }

    /** Waits for all, then gives their results, or the first failure. */
    private static <T> List<T> joined(List<CompletableFuture<T>> tasks) {
        tasks.forEach(task -> task.handle((done, failure) -> done).join());
        try {
            return tasks.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreException failure ? failure : e;
        }
    }

    private PutOutcome put(S3Writes writes, Condition condition) {
        byte[] bytes = nextBytes();
        return writes.put(object, S3Bodies.of(bytes, bytes.length), condition);
    }

    private PutOutcome complete(S3Writes writes, String key, Condition condition) {
        byte[] bytes = nextBytes();
        MultipartParts parts = new MultipartParts(connection, writes, new PartBuffers(0), Runnable::run, key);
        try {
            parts.send(bytes, bytes.length);
            return parts.commit(condition);
        } finally {
            parts.close();
        }
    }

    /** Never the same twice, or equal contents would have equal ETags and a stale one would match. */
    private byte[] nextBytes() {
        return ("Daypack probe " + generation.incrementAndGet() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private boolean stored(PutOutcome outcome) {
        if (outcome instanceof PutOutcome.Unknown unknown) {
            throw connection
                    .failures()
                    .failure(
                            Kind.UNREACHABLE,
                            "",
                            "no clear answer to a probe (" + unknown.reason() + "); try again later");
        }
        return outcome instanceof PutOutcome.Stored;
    }

    private String etag() {
        return connection
                .head(object)
                .map(head -> S3Connection.bare(head.eTag()))
                .orElseThrow(() -> connection
                        .failures()
                        .failure(Kind.UNSAFE, "", "the server does not show an object that it has just stored"));
    }

    private void remove(String key, boolean mayThrow) {
        try {
            connection.delete(key);
        } catch (StoreException e) {
            // Without an outcome there is a failure under way that says what is wrong.
            if (mayThrow) {
                throw e;
            }
        }
    }
}
