package dev.daypack.store;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * S3Proxy inside the test's JVM, with objects in memory. Each bucket belongs to one user; a bucket is closed to the
 * other one (403, as a wrong key). Its put-if-match does not decide races: never prove compare-and-swap with it.
 */
public final class S3ProxyServer implements S3Server, AutoCloseable {

    private static final S3Keys RAW = new S3Keys("rawkey", "rawsecret");
    private static final S3Keys COMPACT = new S3Keys("compactkey", "compactsecret");

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
}
