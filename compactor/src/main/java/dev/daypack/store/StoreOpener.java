package dev.daypack.store;

import java.time.Clock;
import java.util.Random;

/** Opens stores by URL. Whatever is wrong with one shows here, in one line, before any work is done. */
public final class StoreOpener {

    private final Clock clock;
    private final Random random;

    /** @param random for the jitter between attempts; seed it in tests */
    public StoreOpener(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Opens a store. A local one is looked at; an S3 one is asked for a key and, if it will be written, probed.
     *
     * @param options used for buckets only
     * @throws StoreException if it does not exist, cannot be reached, refuses us, or is not safe to write
     */
    public ObjectStore open(StoreUrl url, S3Options options, StoreAccess access) {
        ObjectStore store = url instanceof StoreUrl.Bucket bucket
                ? openBucket(bucket, options, access)
                : openDirectory((StoreUrl.Directory) url, access);
        return access == StoreAccess.WRITE ? store : new ReadOnlyStore(store);
    }

    private ObjectStore openDirectory(StoreUrl.Directory directory, StoreAccess access) {
        LocalStore store = new LocalStore(directory.path(), access, clock);
        store.check();
        return store;
    }

    private ObjectStore openBucket(StoreUrl.Bucket bucket, S3Options options, StoreAccess access) {
        S3Connection connection = new S3Connection(bucket, options, new Retry(random));
        boolean open = false;
        try {
            S3Store store = new S3Store(connection, StoreCapabilities.FULL);
            store.check();
            if (access == StoreAccess.WRITE) {
                store = new S3Store(connection, StoreProbe.probe(store));
            }
            open = true;
            return store;
        } finally {
            if (!open) {
                connection.close();
            }
        }
    }
}
