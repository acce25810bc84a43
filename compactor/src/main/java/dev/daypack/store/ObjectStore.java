package dev.daypack.store;

import dev.daypack.memory.BufferPool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A flat namespace of objects under one root (a bucket with a prefix, or a directory). Keys are relative to the root,
 * never start with {@code /}, and are ordered bytewise by their UTF-8 form.
 *
 * <p>What every store promises: a write becomes visible whole or not at all; a read sees one generation of an object
 * only (reads are pinned by ETag); of several conditional writes that race for one key, at most one is {@link
 * PutOutcome.Stored}. A store that cannot keep a promise refuses at start ({@link StoreException.Kind#UNSAFE}).
 *
 * <p>Every method throws {@link StoreException}. Implementations are thread-safe.
 */
public interface ObjectStore extends AutoCloseable {

    /** The root, as a user would write it, without credentials: {@code s3://bucket/prefix} or {@code file:///dir}. */
    String url();

    /**
     * The names one level below a prefix that have objects below them, all pages of the listing.
     *
     * @param prefix empty, or ends in {@code /}
     * @return whole prefixes, each ending in {@code /}, in bytewise order; empty if there are none
     */
    List<String> listPrefixes(String prefix);

    /**
     * All objects whose key starts with a prefix, all pages of the listing.
     *
     * @return in bytewise order of the key
     */
    List<ObjectStat> list(String prefix);

    /** What stands at a key now, or empty. */
    Optional<ObjectStat> head(String key);

    /** A small object, whole, with the ETag of the bytes returned; empty if there is none. */
    Optional<StoredObject> get(String key);

    /**
     * Reads exactly {@code length} bytes of the generation named by {@code etag}.
     *
     * @throws StoreException of kind {@code CHANGED} if another generation stands there now, {@code MISSING} if none
     */
    void read(String key, String etag, long offset, byte[] into, int at, int length);

    /** Writes a small object whole, if the condition holds. Never retried blindly. */
    PutOutcome put(String key, byte[] bytes, Condition condition);

    /** Starts a streamed write. Nothing is visible before {@link Upload#commit}. */
    Upload upload(String key);

    /**
     * The same with buffers, if it needs any, from a pool that counts them.
     *
     * @param expectedBytes of the object, as far as can be told; from it follows how large its buffers are
     */
    default Upload upload(String key, BufferPool pool, long expectedBytes) {
        return upload(key);
    }

    /** Removes an object; no error if there is none. */
    void delete(String key);

    /**
     * What time it is by the store's own clock, which is no host's if several hosts use it.
     *
     * @param written key of an object that was written just now
     * @return never later than that clock; empty if the object is gone and the store has no other way to tell
     */
    default Optional<Instant> time(String written) {
        return head(written).map(ObjectStat::modified);
    }

    /**
     * Removes the generation of an object that an ETag names, and no other. A store that knows no conditional removal
     * looks first, and may then remove a generation that came between the two requests.
     */
    default DeleteOutcome delete(String key, String etag) {
        Optional<ObjectStat> present = head(key);
        if (present.isEmpty()) {
            return DeleteOutcome.MISSING;
        }
        if (!present.get().etag().equals(etag)) {
            return DeleteOutcome.CHANGED;
        }
        delete(key);
        return DeleteOutcome.DELETED;
    }

    /**
     * Removes what writers that died left unfinished: temporary files, multipart uploads. It was never visible. A
     * writer that is alive and slower than {@code olderThan} loses its upload and is told so; nothing else can happen.
     *
     * @param ours which keys belong to this program, where the store is shared
     * @return how many were removed
     */
    default int removeAbandonedWrites(Predicate<String> ours, Duration olderThan) {
        return 0;
    }

    /** What writers have begun and not ended, of this program and of others, all pages of the listing. */
    default List<UnfinishedWrite> unfinishedWrites() {
        return List.of();
    }

    /** Removes one of {@link #unfinishedWrites}; no error if it is gone. A writer that is alive loses what it wrote. */
    default void removeUnfinished(UnfinishedWrite write) {}

    /** How objects become visible and why so, in one line for the log; empty where there is but one way. */
    default Optional<String> commitRule() {
        return Optional.empty();
    }

    /** What was sent to a server since the store was opened; nothing where there is none. */
    default RequestCounts requests() {
        return RequestCounts.NONE;
    }

    @Override
    void close();
}
