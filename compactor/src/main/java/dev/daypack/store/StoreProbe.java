package dev.daypack.store;

import dev.daypack.store.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Finds out what an S3 server really does with conditions, because servers differ and do not say so: some ignore a
 * condition and answer 200. Writes a few bytes below {@code compacted/.probe/<random>/} and removes them. About fifteen
 * requests. What it sees holds for one writer at a time; that a server also decides races rightly, it cannot see.
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
    private int generation;

    private StoreProbe(S3Connection connection) {
        this.connection = connection;
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
        StoreCapabilities seen = new StoreProbe(connection).run();
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
            for (String key : List.of(object, fresh)) {
                remove(key, seen);
            }
        }
    }

    private StoreCapabilities look() {
        try {
            S3Writes bare = new S3Writes(connection, StoreCapabilities.FULL);
            if (!stored(put(bare, new Condition.Absent())) || stored(put(bare, new Condition.Absent()))) {
                return NONE;
            }
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
            return new StoreCapabilities(true, honoursComplete(writes, first), quoted);
        } catch (StoreException e) {
            // The server says itself (501) that it has no conditions.
            if (e.kind() == Kind.UNSAFE) {
                return NONE;
            }
            throw e;
        }
    }

    private boolean honoursComplete(S3Writes writes, String staleEtag) {
        try {
            // A completed upload that we do not find again cannot be told from a lost race.
            return complete(writes, fresh, new Condition.Absent()) instanceof PutOutcome.Stored
                    && !stored(complete(writes, object, new Condition.Absent()))
                    && !stored(complete(writes, object, new Condition.Matches(staleEtag)));
        } catch (StoreException e) {
            if (e.kind() == Kind.UNSAFE) {
                return false;
            }
            throw e;
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
        return ("Daypack probe " + ++generation + "\n").getBytes(StandardCharsets.UTF_8);
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
