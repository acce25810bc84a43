package dev.daypack.state;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import dev.daypack.store.Upload;
import dev.daypack.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Objects in memory whose ETag is a hash of the bytes, as on S3, with faults on demand. Thread-safe; the hooks run
 * outside of the lock.
 */
final class FakeObjectStore implements ObjectStore {

    /** What happens to a write. */
    enum Fault {
        NONE,
        /** It happens, but the answer is lost. */
        LOST_ANSWER,
        /** It never happens, and there is no answer. */
        LOST_WRITE,
        /** It happens at {@link #landLate}, if its condition then holds; there is no answer. */
        LATE,
        /** The store reports trouble. */
        DOWN
    }

    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private final List<Runnable> late = new ArrayList<>();
    final AtomicInteger stored = new AtomicInteger();
    volatile Function<String, Fault> faults = key -> Fault.NONE;
    private volatile boolean refusesDeletes;
    volatile Consumer<String> beforePut = key -> {};
    volatile Consumer<String> beforeGet = key -> {};

    void refuseDeletes() {
        refusesDeletes = true;
    }

    void place(String key, String text) {
        synchronized (objects) {
            objects.put(key, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    Optional<String> text(String key) {
        synchronized (objects) {
            return Optional.ofNullable(objects.get(key)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** Faults in this order for the next writes, then none. */
    void nextFaults(Fault... next) {
        List<Fault> queue = new ArrayList<>(List.of(next));
        faults = key -> {
            synchronized (queue) {
                return queue.isEmpty() ? Fault.NONE : queue.remove(0);
            }
        };
    }

    void landLate() {
        List<Runnable> landing;
        synchronized (objects) {
            landing = List.copyOf(late);
            late.clear();
        }
        landing.forEach(Runnable::run);
    }

    @Override
    public PutOutcome put(String key, byte[] bytes, Condition condition) {
        beforePut.accept(key);
        byte[] copy = bytes.clone();
        switch (faults.apply(key)) {
            case NONE:
                return store(key, copy, condition);
            case LOST_ANSWER:
                store(key, copy, condition);
                break;
            case LOST_WRITE:
                break;
            case LATE:
                synchronized (objects) {
                    late.add(() -> store(key, copy, condition));
                }
                break;
            case DOWN:
                throw new StoreException(StoreException.Kind.UNREACHABLE, key, "fake://: no answer", null);
        }
        return new PutOutcome.Unknown("timed out");
    }

    private PutOutcome store(String key, byte[] bytes, Condition condition) {
        synchronized (objects) {
            String present = objects.containsKey(key) ? Sha256.hex(objects.get(key)) : "";
            boolean holds = condition instanceof Condition.Always
                    || condition instanceof Condition.Absent && present.isEmpty()
                    || condition instanceof Condition.Matches matches
                            && matches.etag().equals(present);
            if (!holds) {
                return new PutOutcome.Conflict();
            }
            objects.put(key, bytes);
            stored.incrementAndGet();
            return new PutOutcome.Stored(Sha256.hex(bytes));
        }
    }

    @Override
    public Optional<StoredObject> get(String key) {
        beforeGet.accept(key);
        synchronized (objects) {
            return Optional.ofNullable(objects.get(key))
                    .map(bytes -> new StoredObject(key, bytes.clone(), Sha256.hex(bytes)));
        }
    }

    @Override
    public Optional<ObjectStat> head(String key) {
        return get(key).map(FakeObjectStore::stat);
    }

    @Override
    public List<ObjectStat> list(String prefix) {
        synchronized (objects) {
            return objects.keySet().stream()
                    .filter(key -> key.startsWith(prefix))
                    .map(key -> head(key).orElseThrow())
                    .toList();
        }
    }

    @Override
    public void delete(String key) {
        if (refusesDeletes) {
            throw new StoreException(StoreException.Kind.REFUSED, key, "not allowed to remove " + key, null);
        }
        synchronized (objects) {
            objects.remove(key);
        }
    }

    private static ObjectStat stat(StoredObject object) {
        return new ObjectStat(object.key(), object.bytes().length, object.etag(), Instant.EPOCH);
    }

    @Override
    public String url() {
        return "fake://compact";
    }

    @Override
    public List<String> listPrefixes(String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void read(String key, String etag, long offset, byte[] into, int at, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Upload upload(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
