package dev.daypack.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach and use an S3 server: everything but bucket and prefix. What is empty comes from the AWS chain
 * (environment, profiles, roles; {@code AWS_ENDPOINT_URL_S3}).
 *
 * @param endpoint http or https, without the bucket; empty for AWS or the chain's
 * @param region empty for the chain's; with an endpoint and no region anywhere, {@code us-east-1}
 * @param profile a profile of the AWS configuration files; empty for the chain's
 * @param pathStyle bucket in the path, not in the host name; empty means yes if an endpoint is given
 * @param keys empty for the chain's
 * @param checksumsWhenRequired send and check checksums only where the protocol demands them, for servers that do not
 *     know the newer headers; otherwise every write carries a CRC32
 * @param partBytes size of a part of a multipart upload, at least 5 MiB; objects up to it are written by one PUT
 * @param partBuffers part buffers that one upload may hold, at least 2: one fills while the others are sent
 * @param scratch local directory for what must be spooled before it is written
 * @param timeout longest wait for the next byte of an answer
 * @param singleWriter the operator's word that nobody else writes, which alone lets a store without conditional writes
 *     be used
 */
public record S3Options(
        Optional<URI> endpoint,
        Optional<String> region,
        Optional<String> profile,
        Optional<Boolean> pathStyle,
        Optional<S3Keys> keys,
        boolean checksumsWhenRequired,
        int partBytes,
        int partBuffers,
        Path scratch,
        Duration timeout,
        boolean singleWriter) {

    /** Default of {@code partBytes}: 10,000 parts of it make 80 GiB. */
    public static final int PART_BYTES = 8 * 1_024 * 1_024;

    /** S3's lower limit for every part but the last. */
    public static final int LEAST_PART_BYTES = 5 * 1_024 * 1_024;

    /** Default of {@code partBuffers}. */
    public static final int PART_BUFFERS = 3;

    /** Default of {@code timeout}. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    public S3Options {
        if (partBytes < LEAST_PART_BYTES) {
            throw new IllegalArgumentException(
                    "part size " + partBytes + " is below S3's least, " + LEAST_PART_BYTES + " bytes");
        }
        if (partBuffers < 2) {
            throw new IllegalArgumentException("an upload needs at least 2 part buffers, not " + partBuffers);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive, not " + timeout);
        }
        endpoint.ifPresent(S3Options::checkEndpoint);
    }

    /** Everything from the AWS chain, with the defaults of the other settings. */
    public static S3Options defaults(Path scratch) {
        return new S3Options(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                PART_BYTES,
                PART_BUFFERS,
                scratch,
                TIMEOUT,
                false);
    }

    /** The same for a server of one's own. */
    public S3Options withEndpoint(URI endpoint, S3Keys keys) {
        return withEndpoint(endpoint, Optional.of(keys));
    }

    /** The same; without keys, those of the chain. */
    S3Options withEndpoint(URI endpoint, Optional<S3Keys> keys) {
        return new S3Options(
                Optional.of(endpoint),
                region,
                profile,
                pathStyle,
                keys,
                checksumsWhenRequired,
                partBytes,
                partBuffers,
                scratch,
                timeout,
                singleWriter);
    }

    /** The same with another wait. */
    public S3Options withTimeout(Duration timeout) {
        return new S3Options(
                endpoint,
                region,
                profile,
                pathStyle,
                keys,
                checksumsWhenRequired,
                partBytes,
                partBuffers,
                scratch,
                timeout,
                singleWriter);
    }

    /** The same with the switch for servers that do not know the newer checksum headers. */
    public S3Options withChecksumsWhenRequired(boolean checksumsWhenRequired) {
        return new S3Options(
                endpoint,
                region,
                profile,
                pathStyle,
                keys,
                checksumsWhenRequired,
                partBytes,
                partBuffers,
                scratch,
                timeout,
                singleWriter);
    }

    /** The same with the operator's word that nobody else writes, or without it. */
    public S3Options withSingleWriter(boolean singleWriter) {
        return new S3Options(
                endpoint,
                region,
                profile,
                pathStyle,
                keys,
                checksumsWhenRequired,
                partBytes,
                partBuffers,
                scratch,
                timeout,
                singleWriter);
    }

    private static void checkEndpoint(URI endpoint) {
        boolean web = "http".equalsIgnoreCase(endpoint.getScheme()) || "https".equalsIgnoreCase(endpoint.getScheme());
        if (!web || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
            throw new IllegalArgumentException("the endpoint must be http://host[:port] or https://host[:port],"
                    + " without a user or password in it");
        }
    }
}
