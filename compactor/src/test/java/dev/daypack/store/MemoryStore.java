package dev.daypack.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store in memory for tests: keeps every promise of {@link ObjectStore}, records the calls, and fails where a {@link
 * Faults} says so. Every write has an ETag of its own, even of equal bytes. Thread-safe; one write at a time.
 */
public final class MemoryStore implements ObjectStore {

    /** Keys ordered by their UTF-8 bytes, unsigned. */
    private final NavigableMap<String, Held> objects = new TreeMap<>((left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8)));

    /** Later than any day that a test packs: by this store's clock they are over. */
    private static final Instant FIRST_WRITE = Instant.parse("2100-01-01T00:00:00Z");

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<UnfinishedWrite> unfinished = new CopyOnWriteArrayList<>();
    private final AtomicInteger openUploads = new AtomicInteger();
    private final Faults faults;
    private long generation;

    private record Held(byte[] bytes, String etag, Instant modified) {}

    /** What was called. */
    public enum Operation {
        LIST_PREFIXES,
        LIST,
        HEAD,
        GET,
        READ,
        PUT,
        UPLOAD_WRITE,
        UPLOAD_COMMIT,
        DELETE
    }

    /** One call. {@code key} is the prefix for listings. */
    public record Call(Operation operation, String key) {

        @Override
        public String toString() {
            return operation + " " + key;
        }
    }

    /** Trouble. Each method is asked on every call, from whatever thread makes it. */
    public interface Faults {

        /** May throw, in place of the call; for {@code PUT} and {@code UPLOAD_COMMIT} nothing is written then. */
        default void before(Call call) {}

        /** For {@code PUT} and {@code UPLOAD_COMMIT}: it is lost, nothing is written, the outcome is Unknown. */
        default boolean losesRequest(Call call) {
            return false;
        }

        /** For {@code PUT} and {@code UPLOAD_COMMIT}: it is carried out, but the outcome that comes back is Unknown. */
        default boolean losesAnswer(Call call) {
            return false;
        }
    }

    /** Without trouble. */
    public MemoryStore() {
        this(new Faults() {});
    }

    public MemoryStore(Faults faults) {
        this.faults = faults;
    }

    /** Puts a text at a key, whatever stands there; not recorded. Returns this, for chains. */
    public synchronized MemoryStore with(String key, String text) {
        store(key, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Calls so far, in order. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Keys (prefixes, for listings) of the calls of one operation so far, in order. */
    public List<String> calls(Operation operation) {
        return calls.stream()
                .filter(call -> call.operation() == operation)
                .map(Call::key)
                .toList();
    }

    /** A store with the same objects, of the same ETags, that goes its own way from here. */
    public synchronized MemoryStore copy(Faults otherFaults) {
        MemoryStore copy = new MemoryStore(otherFaults);
        copy.objects.putAll(objects);
        copy.generation = generation;
        return copy;
    }

    /** Plants a write that was never finished. Returns this, for chains. */
    public MemoryStore withUnfinished(String key, Duration age) {
        unfinished.add(new UnfinishedWrite(key, "upload-" + unfinished.size(), Optional.of(age)));
        return this;
    }

    @Override
    public List<UnfinishedWrite> unfinishedWrites() {
        note(Operation.LIST, "unfinished");
        return List.copyOf(unfinished);
    }

    @Override
    public void removeUnfinished(UnfinishedWrite write) {
        note(Operation.DELETE, write.key());
        unfinished.remove(write);
    }

    /** All keys, in order; not recorded. */
    public synchronized List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    /** Uploads begun and not closed. */
    public int openUploads() {
        return openUploads.get();
    }

    @Override
    public String url() {
        return "memory:///";
    }

    @Override
    public List<String> listPrefixes(String prefix) {
        note(Operation.LIST_PREFIXES, prefix);
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            throw new IllegalArgumentException("prefix " + prefix + " does not end in /");
        }
        synchronized (this) {
            Set<String> found = new TreeSet<>(objects.comparator());
            for (String key : objects.tailMap(prefix, false).keySet()) {
                if (!key.startsWith(prefix)) {
                    break;
                }
                int slash = key.indexOf('/', prefix.length());
                if (slash >= 0) {
                    found.add(key.substring(0, slash + 1));
                }
            }
            return List.copyOf(found);
        }
    }

    @Override
    public List<ObjectStat> list(String prefix) {
        note(Operation.LIST, prefix);
        synchronized (this) {
            return objects.tailMap(prefix, true).entrySet().stream()
                    .takeWhile(object -> object.getKey().startsWith(prefix))
                    .map(object -> stat(object.getKey(), object.getValue()))
                    .toList();
        }
    }

    @Override
    public Optional<ObjectStat> head(String key) {
        note(Operation.HEAD, key);
        synchronized (this) {
            return Optional.ofNullable(objects.get(key)).map(held -> stat(key, held));
        }
    }

    @Override
    public Optional<StoredObject> get(String key) {
        note(Operation.GET, key);
        synchronized (this) {
            return Optional.ofNullable(objects.get(key))
                    .map(held -> new StoredObject(key, held.bytes().clone(), held.etag()));
        }
    }

    @Override
    public void read(String key, String etag, long offset, byte[] into, int at, int length) {
        note(Operation.READ, key);
        Held held;
        synchronized (this) {
            held = objects.get(key);
        }
        if (held == null) {
            throw new StoreException(StoreException.Kind.MISSING, key, url() + key + " is gone", null);
        }
        if (!held.etag().equals(etag)) {
            throw new StoreException(StoreException.Kind.CHANGED, key, url() + key + " has changed", null);
        }
        if (offset < 0 || offset + length > held.bytes().length) {
            throw new StoreException(
                    StoreException.Kind.FAILED,
                    key,
                    url() + key + " has " + held.bytes().length + " bytes, not " + (offset + length),
                    null);
        }
        System.arraycopy(held.bytes(), Math.toIntExact(offset), into, at, length);
    }

    @Override
    public PutOutcome put(String key, byte[] bytes, Condition condition) {
        return write(new Call(Operation.PUT, key), bytes.clone(), condition);
    }

    @Override
    public Upload upload(String key) {
        checkKey(key);
        openUploads.incrementAndGet();
        return new MemoryUpload(key);
    }

    @Override
    public void delete(String key) {
        note(Operation.DELETE, key);
        synchronized (this) {
            objects.remove(key);
        }
    }

    @Override
    public DeleteOutcome delete(String key, String etag) {
        note(Operation.DELETE, key);
        synchronized (this) {
            Held present = objects.get(key);
            if (present == null) {
                return DeleteOutcome.MISSING;
            }
            if (!present.etag().equals(etag)) {
                return DeleteOutcome.CHANGED;
            }
            objects.remove(key);
        }
        if (faults.losesAnswer(new Call(Operation.DELETE, key))) {
            throw new StoreException(StoreException.Kind.UNREACHABLE, key, url() + key + ": no answer", null);
        }
        return DeleteOutcome.DELETED;
    }

    /** Keeps the objects: a test that starts over goes on with the same store. */
    @Override
    public void close() {}

    private PutOutcome write(Call call, byte[] bytes, Condition condition) {
        checkKey(call.key());
        note(call.operation(), call.key());
        if (faults.losesRequest(call)) {
            return new PutOutcome.Unknown("no answer to " + call);
        }
        PutOutcome outcome = writeIf(call.key(), bytes, condition);
        return faults.losesAnswer(call) ? new PutOutcome.Unknown("no answer to " + call) : outcome;
    }

    private synchronized PutOutcome writeIf(String key, byte[] bytes, Condition condition) {
        Held present = objects.get(key);
        boolean holds;
        if (condition instanceof Condition.Absent) {
            holds = present == null;
        } else if (condition instanceof Condition.Matches matches) {
            holds = present != null && present.etag().equals(matches.etag());
        } else {
            holds = true;
        }
        return holds ? new PutOutcome.Stored(store(key, bytes)) : new PutOutcome.Conflict();
    }

    private String store(String key, byte[] bytes) {
        generation++;
        String etag = "g" + generation;
        objects.put(key, new Held(bytes, etag, FIRST_WRITE.plusSeconds(generation)));
        return etag;
    }

    private void note(Operation operation, String key) {
        Call call = new Call(operation, key);
        calls.add(call);
        faults.before(call);
    }

    private static ObjectStat stat(String key, Held held) {
        return new ObjectStat(key, held.bytes().length, held.etag(), held.modified());
    }

    private static void checkKey(String key) {
        if (key.isEmpty() || key.startsWith("/")) {
            throw new IllegalArgumentException("no key: '" + key + "'");
        }
    }

    private final class MemoryUpload implements Upload {

        private final String key;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean isOpen = true;
        private boolean isCommitted;

        MemoryUpload(String key) {
            this.key = key;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            checkUsable();
            note(Operation.UPLOAD_WRITE, key);
            bytes.write(from, offset, length);
        }

        @Override
        public long sizeBytes() {
            return bytes.size();
        }

        @Override
        public PutOutcome commit(Condition condition) {
            checkUsable();
            isCommitted = true;
            return MemoryStore.this.write(new Call(Operation.UPLOAD_COMMIT, key), bytes.toByteArray(), condition);
        }

        @Override
        public void close() {
            if (isOpen) {
                isOpen = false;
                openUploads.decrementAndGet();
            }
        }

        private void checkUsable() {
            if (!isOpen || isCommitted) {
                throw new IllegalStateException("the upload of " + key + " is over");
            }
        }
    }
}
