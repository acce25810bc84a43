package dev.daypack.store;

import java.net.URI;
import java.nio.file.Path;

/** An S3 server for tests, with two users who cannot see each other's buckets. */
public interface S3Server {

    /** {@code http://127.0.0.1:port}. */
    URI endpoint();

    /** The user for raw stores. */
    S3Keys rawKeys();

    /** The user for compact stores. */
    S3Keys compactKeys();

    /** Creates a bucket that belongs to one of the two. */
    void createBucket(String bucket, S3Keys owner);

    /** Options that reach this server as one of the two. */
    default S3Options options(S3Keys keys, Path scratch) {
        return S3Options.defaults(scratch).withEndpoint(endpoint(), keys);
    }
}
