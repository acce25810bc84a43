package dev.daypack.store;

import dev.daypack.testing.Canaries;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * S3Proxy inside the test's JVM, with objects in memory. Each bucket belongs to one user; a bucket is closed to the
 * other one (403, as a wrong key).
 *
 * <p>By itself S3Proxy looks at a condition and then writes: of writers that race several win, and a read beside a
 * write may mix two generations. So a gate lets through one write of an object at a time. What is tested here is how
 * Daypack speaks S3, never that a server decides races: that is for a real Ceph. {@link #withoutGate} is for tests of
 * what finds such servers out.
 */
public final class S3ProxyServer implements S3Server, AutoCloseable {

    private static final S3Keys RAW = new S3Keys(Canaries.keyOf("raw"), Canaries.secretOf("raw"));
    private static final S3Keys COMPACT = new S3Keys(Canaries.keyOf("compact"), Canaries.secretOf("compact"));

    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final BlobStore blobs = new TransientNio2BlobStore();
    private final S3Proxy proxy;

    private S3ProxyServer() {
        proxy = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, RAW.accessKey(), RAW.secretKey())
                .build();
        proxy.setBlobStoreLocator((identity, bucket, key) -> grant(identity, bucket));
    }

    /** Starts a server on a free port of the loopback interface. */
    public static S3ProxyServer start() {
        S3ProxyServer server = new S3ProxyServer();
        server.putGate();
        return started(server);
    }

    /** The same as it is, without the gate. */
    public static S3ProxyServer withoutGate() {
        return started(new S3ProxyServer());
    }

    private static S3ProxyServer started(S3ProxyServer server) {
        try {
            server.proxy.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not start", e);
        }
        return server;
    }

    private AccessGrant grant(String identity, String bucket) {
        for (S3Keys keys : new S3Keys[] {RAW, COMPACT}) {
            boolean own = bucket == null
                    || owners.getOrDefault(bucket, keys.accessKey()).equals(keys.accessKey());
            if (keys.accessKey().equals(identity) && own) {
                return new AccessGrant(keys.secretKey(), blobs);
            }
        }
        return null;
    }

    @Override
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    @Override
    public S3Keys rawKeys() {
        return RAW;
    }

    @Override
    public S3Keys compactKeys() {
        return COMPACT;
    }

    @Override
    public void createBucket(String bucket, S3Keys owner) {
        owners.put(bucket, owner.accessKey());
        blobs.createContainer(bucket);
    }

    /** Puts objects by the SDK's bare client, whatever our stores think of their names; gives those that it took. */
    public Set<String> putAsTheyAre(String bucket, Collection<String> keys, String text) {
        Set<String> taken = new HashSet<>();
        StoreUrl.Bucket location = new StoreUrl.Bucket(bucket, "");
        try (S3Connection connection =
                new S3Connection(location, options(RAW, Path.of("/tmp")), new Retry(new Random(1)))) {
            for (String key : keys) {
                try {
                    connection.client().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(text));
                    taken.add(key);
                } catch (SdkException refused) {
                    // This server keeps no such name.
                    continue;
                }
            }
        }
        return taken;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not stop", e);
        } finally {
            blobs.close();
        }
    }

    /** The way to its server is not open to others, so the gate is put in by force. */
    private void putGate() {
        try {
            Field field = S3Proxy.class.getDeclaredField("server");
            field.setAccessible(true);
            Server server = (Server) field.get(proxy);
            server.setHandler(new Gate(server.getHandler()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One write of an object at a time, and no pinned read beside it. */
    private static final class Gate extends Handler.Wrapper {

        private final List<ReadWriteLock> locks = Stream.<ReadWriteLock>generate(ReentrantReadWriteLock::new)
                .limit(64)
                .toList();

        Gate(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = request.getHttpURI().getPath();
            ReadWriteLock both = locks.get(Math.floorMod(path.hashCode(), locks.size()));
            boolean isRead = Set.of("GET", "HEAD").contains(request.getMethod());
            Lock lock = isRead ? both.readLock() : both.writeLock();
            lock.lock();
            try {
                return super.handle(request, response, callback);
            } finally {
                lock.unlock();
            }
        }
    }
}
