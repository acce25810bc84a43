package dev.daypack.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A store that is never written: raw stores, and any store while a plan is made. Opened for reaping, it removes
 * generations of objects by their ETags, and does nothing else to it.
 */
final class ReadOnlyStore implements ObjectStore {

    private final ObjectStore store;
    private final StoreAccess access;

    ReadOnlyStore(ObjectStore store, StoreAccess access) {
        this.store = store;
        this.access = access;
    }

    @Override
    public String url() {
        return store.url();
    }

    @Override
    public List<String> listPrefixes(String prefix) {
        return store.listPrefixes(prefix);
    }

    @Override
    public List<ObjectStat> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public Optional<ObjectStat> head(String key) {
        return store.head(key);
    }

    @Override
    public Optional<StoredObject> get(String key) {
        return store.get(key);
    }

    @Override
    public void read(String key, String etag, long offset, byte[] into, int at, int length) {
        store.read(key, etag, offset, into, at, length);
    }

    @Override
    public PutOutcome put(String key, byte[] bytes, Condition condition) {
        throw refused(key);
    }

    @Override
    public Upload upload(String key) {
        throw refused(key);
    }

    @Override
    public void delete(String key) {
        throw refused(key);
    }

    @Override
    public DeleteOutcome delete(String key, String etag) {
        if (access != StoreAccess.REAP) {
            throw refused(key);
        }
        return store.delete(key, etag);
    }

    @Override
    public int removeAbandonedWrites(Predicate<String> ours, Duration olderThan) {
        throw refused("");
    }

    @Override
    public List<UnfinishedWrite> unfinishedWrites() {
        return store.unfinishedWrites();
    }

    @Override
    public void removeUnfinished(UnfinishedWrite write) {
        throw refused(write.key());
    }

    @Override
    public RequestCounts requests() {
        return store.requests();
    }

    private StoreException refused(String key) {
        return new StoreException(
                StoreException.Kind.REFUSED,
                key,
                url() + ": opened for reading; this command does not write to it",
                null);
    }

    @Override
    public void close() {
        store.close();
    }
}
