package dev.daypack.store;

import dev.daypack.store.StoreException.Kind;
import java.time.Clock;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens stores by URL. Whatever is wrong with one shows here, in one line, before any work is done. */
public final class StoreOpener {

    private static final String REMEDY = "; use one that does, or set single-writer: true if nothing else writes";
    private static final Logger LOG = LoggerFactory.getLogger(StoreOpener.class);

    private final Clock clock;
    private final Random random;

    /** @param random for the jitter between attempts; seed it in tests */
    public StoreOpener(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Opens a store. A local one is looked at; an S3 one is asked for a key and, if it will be written, probed,
     * unless it was within a week ({@link ProbeCache}).
     *
     * @param options used for buckets only
     * @throws StoreException if it does not exist, cannot be reached, refuses us, or is not safe to write
     */
    public ObjectStore open(StoreUrl url, S3Options options, StoreAccess access) {
        ObjectStore store = url instanceof StoreUrl.Bucket bucket
                ? openBucket(bucket, options, access)
                : openDirectory((StoreUrl.Directory) url, access);
        return access == StoreAccess.WRITE ? store : new ReadOnlyStore(store, access);
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
            if (connection.isOpenToOthers()) {
                LOG.warn(
                        "{} at {} is reached by http: whoever is on the way can read and change everything, and use a"
                                + " session's token; use https",
                        connection.url(),
                        connection.failures().endpointHost());
            }
            S3Store store = new S3Store(connection, StoreCapabilities.FULL);
            store.check();
            if (access == StoreAccess.WRITE) {
                store = store.relyingOn(accepted(connection, findings(store)));
            }
            open = true;
            return store;
        } finally {
            if (!open) {
                connection.close();
            }
        }
    }

    private static ProbeFindings findings(S3Store store) {
        ProbeCache cache = new ProbeCache(store.connection(), store.listing());
        return cache.read().orElseGet(() -> {
            ProbeFindings seen = StoreProbe.probe(store);
            cache.write(seen);
            return seen;
        });
    }

    private static ProbeFindings accepted(S3Connection connection, ProbeFindings findings) {
        if (findings.isSafe() || connection.options().singleWriter()) {
            return findings;
        }
        throw connection.failures().failure(Kind.UNSAFE, "", findings.unsafe() + REMEDY);
    }
}
