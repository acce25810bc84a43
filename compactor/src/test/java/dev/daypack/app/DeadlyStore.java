package dev.daypack.app;

import dev.daypack.store.ObjectStore;
import dev.daypack.store.PassingStore;
import java.util.function.Consumer;

/** A store that tells somebody of every key that is read, before it is; for deaths at a certain part. */
final class DeadlyStore extends PassingStore {

    private final Consumer<String> beforeRead;

    DeadlyStore(ObjectStore store, Consumer<String> beforeRead) {
        super(store);
        this.beforeRead = beforeRead;
    }

    @Override
    public void read(String key, String etag, long offset, byte[] into, int at, int length) {
        beforeRead.accept(key);
        super.read(key, etag, offset, into, at, length);
    }
}
