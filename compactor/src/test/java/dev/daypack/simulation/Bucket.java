package dev.daypack.simulation;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.text.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What a store holds, whoever asks. Each method happens at one moment. Keys are ASCII, so their order is bytewise. */
final class Bucket {

    private final World world;
    private final Instant beginning;
    private final boolean hasContentTags;
    private final NavigableMap<String, Held> objects = new TreeMap<>();
    private final Map<Long, Unfinished> uploads = new LinkedHashMap<>();
    private Watcher watcher = new Watcher() {};
    private long generations;

    /**
     * @param tag the ETag
     * @param writtenNanos when it became visible
     */
    record Held(byte[] bytes, String tag, long writtenNanos) {}

    /** An upload that was begun and neither completed nor aborted. */
    record Unfinished(String key, long begunNanos) {}

    /**
     * Who writes.
     *
     * @param process null for the environment
     * @param lastSentNanos when the last of an upload's bytes were sent; for a plain write, when it was sent
     */
    record Writer(Process process, long lastSentNanos) {}

    /** Hears of every effect, when it has just happened. */
    interface Watcher {
        default void written(String key, Optional<Held> before, Held now, Writer writer) {}

        default void deleted(String key, Held before, Process process) {}
    }

    /** @param hasContentTags whether equal bytes have equal ETags, as on S3 */
    Bucket(World world, Instant beginning, boolean hasContentTags) {
        this.world = world;
        this.beginning = beginning;
        this.hasContentTags = hasContentTags;
    }

    void watch(Watcher by) {
        this.watcher = by;
    }

    NavigableMap<String, Held> objects() {
        return objects;
    }

    Map<Long, Unfinished> uploads() {
        return uploads;
    }

    Optional<Held> held(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    ObjectStat stat(String key, Held held) {
        return new ObjectStat(key, held.bytes().length, held.tag(), beginning.plusNanos(held.writtenNanos()));
    }

    List<ObjectStat> list(String prefix) {
        List<ObjectStat> found = new ArrayList<>();
        objects.tailMap(prefix, true).entrySet().stream()
                .takeWhile(object -> object.getKey().startsWith(prefix))
                .forEach(object -> found.add(stat(object.getKey(), object.getValue())));
        return found;
    }

    List<String> prefixes(String prefix) {
        List<String> found = new ArrayList<>();
        for (ObjectStat stat : list(prefix)) {
            int slash = stat.key().indexOf('/', prefix.length());
            String name = slash < 0 ? null : stat.key().substring(0, slash + 1);
            if (name != null && (found.isEmpty() || !found.get(found.size() - 1).equals(name))) {
                found.add(name);
            }
        }
        return found;
    }

    byte[] read(String key, String tag, long offset, int length) {
        Held held = objects.get(key);
        if (held == null) {
            throw new StoreException(StoreException.Kind.MISSING, key, key + " is gone", null);
        }
        if (!held.tag().equals(tag)) {
            throw new StoreException(StoreException.Kind.CHANGED, key, key + " has changed", null);
        }
        byte[] bytes = new byte[length];
        System.arraycopy(held.bytes(), Math.toIntExact(offset), bytes, 0, length);
        return bytes;
    }

    PutOutcome put(String key, byte[] bytes, Condition condition, Writer writer) {
        Optional<Held> before = held(key);
        boolean holds = condition instanceof Condition.Absent
                ? before.isEmpty()
                : !(condition instanceof Condition.Matches matches)
                        || before.filter(it -> it.tag().equals(matches.etag())).isPresent();
        if (!holds) {
            return new PutOutcome.Conflict();
        }
        String tag = hasContentTags ? Sha256.hex(bytes).substring(0, 16) : "g" + ++generations;
        return store(key, new Held(bytes, tag, world.nanos()), before, writer);
    }

    /** A part of the pool, by the environment. */
    void deliver(String key, PoolPart part) {
        String tag = hasContentTags ? part.contentTag() : "g" + ++generations;
        store(key, new Held(part.bytes(), tag, world.nanos()), held(key), new Writer(null, world.nanos()));
    }

    private PutOutcome store(String key, Held now, Optional<Held> before, Writer writer) {
        objects.put(key, now);
        watcher.written(key, before, now, writer);
        return new PutOutcome.Stored(now.tag());
    }

    void delete(String key, Process process) {
        Held before = objects.remove(key);
        if (before != null) {
            watcher.deleted(key, before, process);
        }
    }

    long begin(String key) {
        long upload = ++generations;
        uploads.put(upload, new Unfinished(key, world.nanos()));
        return upload;
    }

    void abort(long upload) {
        uploads.remove(upload);
    }

    /** Makes an upload visible, if the condition holds. */
    PutOutcome complete(long upload, byte[] bytes, Condition condition, Writer writer) {
        Unfinished begun = uploads.get(upload);
        if (begun == null) {
            throw new StoreException(StoreException.Kind.FAILED, "", "the upload was aborted by somebody else", null);
        }
        PutOutcome outcome = put(begun.key(), bytes, condition, writer);
        if (outcome instanceof PutOutcome.Stored) {
            uploads.remove(upload);
        }
        return outcome;
    }
}
