package dev.daypack.store;

import dev.daypack.memory.BufferPool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Passes every call on to another store; those who extend it do otherwise with some. */
public class PassingStore implements ObjectStore {

    protected final ObjectStore store;

    public PassingStore(ObjectStore store) {
        this.store = store;
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
        return store.put(key, bytes, condition);
    }

    @Override
    public Upload upload(String key) {
        return new PassingUpload(key, store.upload(key));
    }

    @Override
    public Upload upload(String key, BufferPool pool, long expectedBytes) {
        return upload(key);
    }

    /** What becomes of a commit. */
    protected PutOutcome commit(String key, Upload upload, Condition condition) {
        return upload.commit(condition);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public int removeAbandonedWrites(Predicate<String> ours, Duration olderThan) {
        return store.removeAbandonedWrites(ours, olderThan);
    }

    @Override
    public void close() {
        store.close();
    }

    private final class PassingUpload implements Upload {

        private final String key;
        private final Upload upload;

        PassingUpload(String key, Upload upload) {
            this.key = key;
            this.upload = upload;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            upload.write(bytes, offset, length);
        }

        @Override
        public long sizeBytes() {
            return upload.sizeBytes();
        }

        @Override
        public PutOutcome commit(Condition condition) {
            return PassingStore.this.commit(key, upload, condition);
        }

        @Override
        public void close() {
            upload.close();
        }
    }
}
