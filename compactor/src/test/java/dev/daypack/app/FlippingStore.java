package dev.daypack.app;

import dev.daypack.store.ObjectStore;
import dev.daypack.store.PassingStore;
import java.util.function.Predicate;

/** A store behind a wire that turns a bit of some reads. Its owner closes it. */
final class FlippingStore extends PassingStore {

    private final Predicate<String> flips;

    FlippingStore(ObjectStore store, Predicate<String> flips) {
        super(store);
        this.flips = flips;
    }

    @Override
    public void read(String key, String etag, long offset, byte[] into, int at, int length) {
        super.read(key, etag, offset, into, at, length);
        if (length > 0 && flips.test(key)) {
            into[at + length / 2] ^= 1;
        }
    }

    @Override
    public void close() {
        // As it says.
    }
}
