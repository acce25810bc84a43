package dev.daypack.store;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * A client for one bucket and prefix, and what every call needs: names, repetition, errors. Thread-safe.
 *
 * <p>Settings that real servers need, all measured: no chunked encoding (Ceph 16 answers its trailers with 400); the
 * SDK's own retries off for every call, because a repeated conditional write that had succeeded looks like a conflict,
 * and because one policy is enough; idle connections dropped early, since one that the server has closed costs a
 * conditional write its answer.
 */
final class S3Connection implements AutoCloseable {

    /** User metadata of every object we write: names the write, so that a lost answer can be told from a lost race. */
    static final String WRITE_ID = "daypack-write";

    /** All that fetch ahead, readers in need, and senders of parts. */
    private static final int CONNECTIONS = 128;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final StoreUrl.Bucket location;
    private final S3Options options;
    private final RenewableCredentials credentials;
    private final SdkHttpClient http;
    private final LearntAddress learnt = new LearntAddress();
    private final CountingClient client;
    private final S3Failures failures;
    private final Retry retry;
    private volatile Optional<DirectGets> direct = Optional.empty();

    S3Connection(StoreUrl.Bucket location, S3Options options, Retry retry) {
        this(location, options, retry, () -> credentials(options));
    }

    /** With credentials of one's own; they are asked for anew when a server says that they have expired. */
    S3Connection(
            StoreUrl.Bucket location, S3Options options, Retry retry, Supplier<AwsCredentialsProvider> credentials) {
        this.location = location;
        this.options = options;
        this.retry = retry;
        this.http = http(options);
        try {
            this.credentials = new RenewableCredentials(credentials);
            this.client = new CountingClient(newClient());
        } catch (RuntimeException e) {
            http.close();
            throw new S3Failures(location.toString(), "AWS").failure(e, "", "reading the AWS settings");
        }
        this.failures = new S3Failures(location.toString(), endpointHost());
    }

    private static SdkHttpClient http(S3Options options) {
        return new ReconnectingClient.Builder(
                        Apache5HttpClient.builder()
                                .maxConnections(CONNECTIONS)
                                .connectionTimeout(CONNECT_TIMEOUT)
                                .connectionAcquisitionTimeout(options.timeout())
                                .connectionMaxIdleTime(IDLE)
                                .socketTimeout(options.timeout()),
                        CONNECTIONS)
                .build();
    }

    private S3Client newClient() {
        boolean whenRequired = options.checksumsWhenRequired();
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .requestChecksumCalculation(
                        whenRequired
                                ? RequestChecksumCalculation.WHEN_REQUIRED
                                : RequestChecksumCalculation.WHEN_SUPPORTED)
                .responseChecksumValidation(
                        whenRequired
                                ? ResponseChecksumValidation.WHEN_REQUIRED
                                : ResponseChecksumValidation.WHEN_SUPPORTED)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .overrideConfiguration(override -> {
                    override.addExecutionInterceptor(learnt);
                    override.retryStrategy(AwsRetryStrategy.doNotRetry());
                    options.profile().ifPresent(override::defaultProfileName);
                });
        options.endpoint().ifPresent(builder::endpointOverride);
        options.region().map(Region::of).or(() -> defaultRegion(options)).ifPresent(builder::region);
        builder.forcePathStyle(options.pathStyle().orElse(hasEndpoint(options)));
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Options options) {
        if (options.keys().isPresent()) {
            S3Keys keys = options.keys().get();
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.accessKey(), keys.secretKey()));
        }
        return options.profile()
                .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    /**
     * Servers of one's own have no regions, and asking a cloud's metadata service for one, as the whole chain does,
     * costs a second where there is none. AWS without a region is an error that the SDK reports.
     */
    private static Optional<Region> defaultRegion(S3Options options) {
        if (!hasEndpoint(options)) {
            return Optional.empty();
        }
        try {
            AwsRegionProvider profile =
                    new AwsProfileRegionProvider(null, options.profile().orElse(null));
            return Optional.of(new AwsRegionProviderChain(new SystemSettingsRegionProvider(), profile).getRegion());
        } catch (SdkClientException none) {
            return Optional.of(Region.US_EAST_1);
        }
    }

    private static boolean hasEndpoint(S3Options options) {
        Map<String, String> environment = System.getenv();
        return options.endpoint().isPresent()
                || environment.containsKey("AWS_ENDPOINT_URL_S3")
                || environment.containsKey("AWS_ENDPOINT_URL");
    }

    private String endpointHost() {
        Optional<URI> endpoint = client.serviceClientConfiguration().endpointOverride();
        return endpoint.map(URI::getAuthority)
                .map(SafeText::of)
                .orElse("s3." + client.serviceClientConfiguration().region() + ".amazonaws.com");
    }

    /** Whether requests go unencrypted to another machine. A name that cannot be resolved is another machine's. */
    boolean isOpenToOthers() {
        Optional<URI> endpoint = client.serviceClientConfiguration().endpointOverride();
        return endpoint.filter(uri -> "http".equalsIgnoreCase(uri.getScheme()))
                .filter(uri -> !isThisMachine(uri.getHost()))
                .isPresent();
    }

    private static boolean isThisMachine(String host) {
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    S3Client client() {
        return client;
    }

    /** What was sent so far. */
    RequestCounts counts() {
        return client.counts(retry.repeated());
    }

    S3Options options() {
        return options;
    }

    S3Failures failures() {
        return failures;
    }

    Retry retry() {
        return retry;
    }

    String url() {
        return location.toString();
    }

    String bucket() {
        return location.bucket();
    }

    String prefix() {
        return location.prefix();
    }

    /** The key in the bucket of a key of this store. */
    String remote(String key) {
        return location.prefix() + ObjectKey.checked(key);
    }

    /** CRC32, or none where the user says that the server cannot. */
    ChecksumAlgorithm checksum() {
        return options.checksumsWhenRequired() ? null : ChecksumAlgorithm.CRC32;
    }

    /** Makes a call that may be repeated, and gives errors a user's form. */
    <T> T repeatable(String key, String doing, Supplier<T> call) {
        try {
            return retry.run(call, this::mayBeRepeated);
        } catch (RuntimeException e) {
            throw failures.failure(e, key, doing);
        }
    }

    /**
     * Whether a call that changes nothing, or the same each time, is worth repeating. If the credentials have expired
     * it is, with new ones, unless they stand in the settings, where nothing renews them.
     */
    boolean mayBeRepeated(RuntimeException e) {
        return failures.isTransient(e) || isRenewed(e);
    }

    /** Whether expired credentials were refused, and were renewed: nothing was done, so the call may be sent again. */
    boolean isRenewed(RuntimeException e) {
        boolean renews = S3Failures.isExpired(e) && options.keys().isEmpty();
        if (renews) {
            credentials.renew();
        }
        return renews;
    }

    /**
     * The answer to one GET of a range of a key in the bucket; to be read, then finished or aborted.
     *
     * @param match the ETag as it is sent
     */
    RangeAnswer getRange(String remote, String range, String match) {
        Optional<DirectGets> quick = direct();
        if (quick.isPresent()) {
            client.sentGet();
            Optional<RangeAnswer> answer = quick.get().get(remote, range, match);
            if (answer.isPresent()) {
                client.gotBytes(answer.get());
                return answer.get();
            }
        }
        RangeAnswer answer = RangeAnswer.of(client.getObject(
                get -> get.bucket(location.bucket()).key(remote).range(range).ifMatch(match)));
        if (quick.isPresent()) {
            // The SDK knows something that we do not.
            learnt.giveUp();
        }
        return answer;
    }

    private Optional<DirectGets> direct() {
        if (direct.isEmpty() || learnt.address().isEmpty()) {
            boolean wantsChecksums = !options.checksumsWhenRequired();
            direct = learnt.address()
                    .map(address -> new DirectGets(http, credentials, wantsChecksums, Clock.systemUTC(), address));
        }
        return direct;
    }

    /** What stands at a key now, or empty. */
    Optional<HeadObjectResponse> head(String key) {
        String remote = remote(key);
        return repeatable(key, "looking at it", () -> {
            try {
                return Optional.of(
                        client.headObject(head -> head.bucket(location.bucket()).key(remote)));
            } catch (RuntimeException e) {
                if (S3Failures.isMissingKey(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Removes what stands at a key; no error if nothing does. */
    void delete(String key) {
        String remote = remote(key);
        repeatable(key, "removing it", () -> {
            try {
                return client.deleteObject(
                        delete -> delete.bucket(location.bucket()).key(remote));
            } catch (RuntimeException e) {
                if (S3Failures.isCode(e, "NoSuchKey")) {
                    return null;
                }
                throw e;
            }
        });
    }

    /** The ETag as this program keeps it: without quotes; empty, which no generation has, if the server sent none. */
    static String bare(String etag) {
        if (etag == null) {
            return "";
        }
        return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }
}
