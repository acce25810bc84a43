package dev.daypack.store;

import dev.daypack.memory.BufferPool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Objects in a bucket of S3, or of a server that speaks its protocol, below a prefix. */
public final class S3Store implements ObjectStore {

    private final S3Connection connection;
    private final StoreCapabilities capabilities;
    private final Optional<String> commitRule;
    private final S3Listing listing;
    private final S3Writes writes;
    private final PartBuffers buffers;
    private final ExecutorService senders;

    /**
     * Opens nothing yet: the first call does.
     *
     * @param capabilities what the server was seen to do, see {@link StoreProbe}
     * @param random for the jitter between attempts
     * @throws StoreException of kind {@code REFUSED} if the AWS settings of this machine cannot be used
     */
    public S3Store(StoreUrl.Bucket location, S3Options options, StoreCapabilities capabilities, Random random) {
        this(new S3Connection(location, options, new Retry(random)), capabilities);
    }

    S3Store(S3Connection connection, StoreCapabilities capabilities) {
        this(connection, capabilities, Optional.empty());
    }

    private S3Store(S3Connection connection, StoreCapabilities capabilities, Optional<String> commitRule) {
        this.connection = connection;
        this.commitRule = commitRule;
        this.capabilities = capabilities;
        this.listing = new S3Listing(connection);
        this.writes = new S3Writes(connection, capabilities);
        this.buffers = new PartBuffers(connection.options().partBytes());
        this.senders = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "s3-part-sender");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The same store after a look at the server: written as that allows. */
    S3Store relyingOn(ProbeFindings findings) {
        senders.shutdown();
        return new S3Store(
                connection,
                findings.capabilities(),
                Optional.of(findings.rule(connection.options().singleWriter())));
    }

    @Override
    public Optional<String> commitRule() {
        return commitRule;
    }

    S3Listing listing() {
        return listing;
    }

    /** What this store counts on. */
    public StoreCapabilities capabilities() {
        return capabilities;
    }

    /**
     * Asks the server for one key.
     *
     * @throws StoreException if server, bucket or credentials are wrong, in one line
     */
    public void check() {
        listing.check();
    }

    @Override
    public String url() {
        return connection.url();
    }

    @Override
    public List<String> listPrefixes(String prefix) {
        return listing.prefixes(prefix);
    }

    @Override
    public List<ObjectStat> list(String prefix) {
        return listing.objects(prefix);
    }

    @Override
    public Optional<ObjectStat> head(String key) {
        return connection
                .head(key)
                .map(head -> new ObjectStat(
                        key,
                        head.contentLength(),
                        S3Connection.bare(head.eTag()),
                        head.lastModified() == null ? Instant.EPOCH : head.lastModified()));
    }

    @Override
    public Optional<StoredObject> get(String key) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(connection.bucket())
                .key(connection.remote(key))
                .build();
        return connection.repeatable(key, "reading it", () -> {
            try {
                return Optional.of(whole(key, connection.client().getObject(request)));
            } catch (RuntimeException e) {
                if (S3Failures.isCode(e, "NoSuchKey")) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private StoredObject whole(String key, ResponseInputStream<GetObjectResponse> body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(LocalStore.LIMIT_SMALL_BYTES + 1);
            if (bytes.length <= LocalStore.LIMIT_SMALL_BYTES) {
                body.close();
            }
        } catch (IOException e) {
            body.abort();
            throw new RangedRead.CutOffException(e);
        }
        if (bytes.length > LocalStore.LIMIT_SMALL_BYTES) {
            body.abort();
            throw connection
                    .failures()
                    .failure(
                            StoreException.Kind.FAILED,
                            key,
                            "larger than " + LocalStore.LIMIT_SMALL_BYTES + " bytes, read it in parts");
        }
        return new StoredObject(key, bytes, S3Connection.bare(body.response().eTag()));
    }

    @Override
    public void read(String key, String etag, long offset, byte[] into, int at, int length) {
        Objects.checkFromIndexSize(at, length, into.length);
        new RangedRead(connection, key, etag, offset, into, at, length).run();
    }

    @Override
    public PutOutcome put(String key, byte[] bytes, Condition condition) {
        return writes.put(key, S3Bodies.of(bytes, bytes.length), condition);
    }

    @Override
    public Upload upload(String key) {
        return upload(key, buffers);
    }

    @Override
    public Upload upload(String key, BufferPool pool, long expectedBytes) {
        if (spools()) {
            SpooledParts.refuseHopeless(connection, key, expectedBytes);
        }
        return upload(key, PartBuffers.of(connection.options(), pool, expectedBytes));
    }

    private Upload upload(String key, PartBuffers buffers) {
        ObjectKey.checked(key);
        boolean spool = spools();
        return new S3Upload(
                writes,
                buffers,
                () -> spool
                        ? new SpooledParts(connection, writes, buffers, key)
                        : new MultipartParts(connection, writes, buffers, senders, key),
                key);
    }

    /** Where a completion's condition is ignored, a PUT's is not: everything goes through one PUT. */
    private boolean spools() {
        return capabilities.conditionalPut() && !capabilities.conditionalComplete();
    }

    @Override
    public RequestCounts requests() {
        return connection.counts();
    }

    @Override
    public void delete(String key) {
        connection.delete(key);
    }

    @Override
    public DeleteOutcome delete(String key, String etag) {
        return new S3Deletes(connection).delete(key, etag);
    }

    @Override
    public int removeAbandonedWrites(Predicate<String> ours, Duration olderThan) {
        int removed = 0;
        for (UnfinishedWrite write : unfinishedWrites()) {
            if (ours.test(write.key()) && write.isOlderThan(olderThan)) {
                removeUnfinished(write);
                removed++;
            }
        }
        return removed;
    }

    @Override
    public List<UnfinishedWrite> unfinishedWrites() {
        return new S3UnfinishedUploads(connection).list();
    }

    @Override
    public void removeUnfinished(UnfinishedWrite write) {
        MultipartParts.abort(connection, write.key(), write.id());
    }

    /** Threads for requests that others do not wait for. */
    Executor senders() {
        return senders;
    }

    S3Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        senders.shutdownNow();
        connection.close();
    }
}
