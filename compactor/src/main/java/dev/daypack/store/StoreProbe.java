package dev.daypack.store;

import dev.daypack.store.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Finds out what an S3 server really does with conditions, because servers differ and do not say so: some ignore a
 * condition and answer 200, some keep it for one writer and not for two. Writes a few bytes below {@code
 * compacted/.probe/<random>/} and removes them: first each condition by itself, then {@link ProbeRaces}. Some 500 small
 * requests, many at once: they take forty times the way to the server and back. {@link ProbeCache} keeps what was seen.
 */
public final class StoreProbe {

    /** Below it nothing but probes and what they have seen. */
    static final String FOLDER = "compacted/.probe/";

    private final S3Connection connection;
    private final String folder = FOLDER + UUID.randomUUID() + "/";
    private final String object = folder + "object";
    private final String fresh = folder + "fresh";
    private final Executor executor;
    private final AtomicInteger generation = new AtomicInteger();
    private ServerWords words = new ServerWords("", Optional.empty());

    private StoreProbe(S3Connection connection, Executor executor) {
        this.connection = connection;
        this.executor = executor;
    }

    /**
     * Probes a store.
     *
     * @throws StoreException if the store cannot be reached, read or written
     */
    public static ProbeFindings probe(S3Store store) {
        return new StoreProbe(store.connection(), store.senders()).run();
    }

    private ProbeFindings run() {
        boolean seen = false;
        try {
            ProbeFindings findings = look();
            seen = true;
            return findings;
        } finally {
            boolean mayThrow = seen;
            Joined.of(Stream.concat(Stream.of(object, fresh), ProbeRaces.keys(folder))
                    .map(key -> CompletableFuture.runAsync(() -> remove(key, mayThrow), executor))
                    .toList());
        }
    }

    private ProbeFindings look() {
        S3Writes bare = new S3Writes(connection, StoreCapabilities.FULL);
        Alone alone = new Alone();
        // What is under way would write after the removal, so it is waited for in every case.
        CompletableFuture<Boolean> onFresh =
                CompletableFuture.supplyAsync(() -> knows(() -> honoursAbsent(bare)), executor);
        try {
            alone.putIfAbsent = knows(() -> stored(put(bare, new Condition.Absent())));
            if (!alone.putIfAbsent) {
                return findings(alone);
            }
            alone.putIfAbsent = !stored(put(bare, new Condition.Absent()));
            String first = lookAtMatch(alone, bare);
            S3Writes writes = writes(alone);
            alone.pinnedReads = refusesOldEtag(first, alone.quotedEtags);
            alone.completeIfMatch =
                    alone.putIfMatch && knows(() -> !stored(complete(writes, object, new Condition.Matches(first))));
            alone.completeIfAbsent = Joined.of(List.of(onFresh)).get(0);
            return findings(alone);
        } finally {
            onFresh.exceptionally(failure -> false).join();
        }
    }

    /** What one writer sees. */
    private static final class Alone {
        private boolean putIfAbsent;
        private boolean putIfMatch;
        private boolean completeIfAbsent;
        private boolean completeIfMatch;
        private boolean pinnedReads;
        private boolean quotedEtags;
    }

    private S3Writes writes(Alone alone) {
        return new S3Writes(connection, new StoreCapabilities(true, true, alone.quotedEtags));
    }

    /** Returns the ETag of the first generation, which is gone when this returns. */
    private String lookAtMatch(Alone alone, S3Writes bare) {
        String first = etag();
        Condition condition = new Condition.Matches(first);
        boolean isTaken = knows(() -> stored(put(bare, condition)));
        if (!isTaken) {
            alone.quotedEtags = true;
            S3Writes quoted = writes(alone);
            isTaken = knows(() -> stored(put(quoted, condition)));
        }
        S3Writes writes = writes(alone);
        alone.putIfMatch = isTaken && !stored(put(writes, condition));
        if (!isTaken) {
            put(bare, new Condition.Always());
        }
        return first;
    }

    /** Lets writers race where one alone was refused as it must be. */
    private ProbeFindings findings(Alone alone) {
        ProbeRaces races = new ProbeRaces(connection, writes(alone), executor, folder);
        boolean canPut = alone.putIfAbsent && alone.putIfMatch;
        boolean canComplete = canPut && alone.completeIfAbsent && alone.completeIfMatch;
        Optional<CompletableFuture<ProbeRaces.Seen>> puts = canPut ? Optional.of(races.puts()) : Optional.empty();
        Optional<CompletableFuture<ProbeRaces.Seen>> completions =
                canComplete ? Optional.of(races.completions()) : Optional.empty();
        List<ProbeRaces.Seen> seen =
                Joined.of(Stream.of(puts, completions).flatMap(Optional::stream).toList());
        Optional<ProbeRaces.Seen> put = canPut ? Optional.of(seen.get(0)) : Optional.empty();
        Optional<ProbeRaces.Seen> complete = canComplete ? Optional.of(seen.get(1)) : Optional.empty();
        return new ProbeFindings(
                honours(alone.putIfAbsent, put.map(ProbeRaces.Seen::ifAbsent)),
                honours(alone.putIfMatch, put.map(ProbeRaces.Seen::ifMatch)),
                honours(alone.completeIfAbsent, complete.map(ProbeRaces.Seen::ifAbsent)),
                honours(alone.completeIfMatch, complete.map(ProbeRaces.Seen::ifMatch)),
                alone.pinnedReads,
                seen.stream().allMatch(ProbeRaces.Seen::readsAreWhole),
                alone.quotedEtags,
                words.server(),
                words.date());
    }

    private static Honours honours(boolean alone, Optional<Honours> inRaces) {
        return alone ? inRaces.orElse(Honours.ONE_AT_A_TIME) : Honours.NEVER;
    }

    /** Completes an upload to an object that is not there, which must do, and then to the same, which must not. */
    private boolean honoursAbsent(S3Writes writes) {
        // A completed upload that we do not find again cannot be told from a lost race.
        return complete(writes, fresh, new Condition.Absent()) instanceof PutOutcome.Stored
                && !stored(complete(writes, fresh, new Condition.Absent()));
    }

    /** False if the server says itself (501) that it cannot; any other failure is thrown on. */
    private static boolean knows(Supplier<Boolean> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            if (e.kind() == Kind.UNSAFE) {
                return false;
            }
            throw e;
        }
    }

    /** Whether a ranged read of a generation that is gone is refused. */
    private boolean refusesOldEtag(String etag, boolean quoted) {
        return connection.repeatable(object, "reading it", () -> {
            try (ResponseInputStream<GetObjectResponse> body = connection
                    .client()
                    .getObject(get -> get.bucket(connection.bucket())
                            .key(connection.remote(object))
                            .range("bytes=1-3")
                            .ifMatch(quoted ? S3Connection.quoted(etag) : etag))) {
                body.abort();
                return false;
            } catch (IOException e) {
                return false;
            } catch (RuntimeException e) {
                if (S3Failures.isStatus(e, 412)) {
                    return true;
                }
                throw e;
            }
        });
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
        HeadObjectResponse head = connection
                .head(object)
                .orElseThrow(() -> connection
                        .failures()
                        .failure(Kind.UNSAFE, "", "the server does not show an object that it has just stored"));
        words = ServerWords.of(head.sdkHttpResponse());
        return S3Connection.bare(head.eTag());
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
