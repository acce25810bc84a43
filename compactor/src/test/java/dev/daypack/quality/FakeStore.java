package dev.daypack.quality;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoredObject;
import dev.daypack.store.Upload;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Objects in memory, for reading; a listing and a read may be made to differ. */
final class FakeStore implements ObjectStore {

    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Long> claimedSizes = new ConcurrentSkipListMap<>();
    private final Set<String> gone = new HashSet<>();
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger mostReading = new AtomicInteger();
    private Consumer<String> beforeRead = key -> {};

    FakeStore with(String key, byte[] bytes) {
        objects.put(key, bytes);
        return this;
    }

    /** Lists an object with another size than it has. */
    void claimSize(String key, long sizeBytes) {
        claimedSizes.put(key, sizeBytes);
    }

    /** Keeps an object in listings that is no longer there. */
    void loseAfterListing(String key) {
        gone.add(key);
    }

    void beforeRead(Consumer<String> action) {
        beforeRead = action;
    }

    /** The most reads that were under way at once. */
    int mostReading() {
        return mostReading.get();
    }

    @Override
    public String url() {
        return "memory:///";
    }

    @Override
    public List<ObjectStat> list(String prefix) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> new ObjectStat(
                        entry.getKey(),
                        claimedSizes.getOrDefault(entry.getKey(), (long) entry.getValue().length),
                        "etag",
                        Instant.EPOCH))
                .toList();
    }

    @Override
    public Optional<StoredObject> get(String key) {
        mostReading.accumulateAndGet(reading.incrementAndGet(), Math::max);
        try {
            beforeRead.accept(key);
            return gone.contains(key)
                    ? Optional.empty()
                    : Optional.ofNullable(objects.get(key)).map(bytes -> new StoredObject(key, bytes, "etag"));
        } finally {
            reading.decrementAndGet();
        }
    }

    @Override
    public List<String> listPrefixes(String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ObjectStat> head(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void read(String key, String etag, long offset, byte[] into, int at, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PutOutcome put(String key, byte[] bytes, Condition condition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Upload upload(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
