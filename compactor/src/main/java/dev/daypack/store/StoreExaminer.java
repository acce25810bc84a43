package dev.daypack.store;

import dev.daypack.store.StoreExamination.Trouble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Looks a store over, and goes on where something fails. Writes only to a store that is opened for {@link
 * StoreAccess#WRITE}, and there only what a probe writes; what was seen before is not asked, it is replaced.
 */
public final class StoreExaminer {

    private static final int SOME_KEYS = 50;

    private final Clock clock;
    private final Random random;

    public StoreExaminer(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Never throws for what a store does.
     *
     * @param options used for buckets only
     */
    public StoreExamination examine(StoreUrl url, S3Options options, StoreAccess access) {
        if (url instanceof StoreUrl.Directory directory) {
            return new Look(directory.toString(), false).directory(directory, access);
        }
        Look look = new Look(url.toString(), true);
        try (S3Connection connection = new S3Connection((StoreUrl.Bucket) url, options, new Retry(random))) {
            S3Store store = new S3Store(connection, StoreCapabilities.FULL);
            try (store) {
                return look.bucket(store, access);
            }
        } catch (StoreException e) {
            return look.failed("listing", e);
        }
    }

    /** One store, as far as it is known by now. */
    private final class Look {

        private final String url;
        private final boolean isRemote;
        private final List<Trouble> troubles = new ArrayList<>();
        private ServerWords words = new ServerWords("", Optional.empty());
        private Duration answerTime = Duration.ZERO;
        private Optional<Duration> ahead = Optional.empty();
        private Optional<Boolean> pinnedReads = Optional.empty();
        private Optional<ProbeFindings> probe = Optional.empty();
        private Optional<Boolean> mayWrite = Optional.empty();

        Look(String url, boolean isRemote) {
            this.url = url;
            this.isRemote = isRemote;
        }

        StoreExamination failed(String doing, StoreException e) {
            troubles.add(new Trouble(doing, e));
            return examination();
        }

        private StoreExamination examination() {
            return new StoreExamination(
                    url, isRemote, words.server(), answerTime, ahead, pinnedReads, probe, mayWrite, troubles);
        }

        private void attempt(String doing, Runnable call) {
            try {
                call.run();
            } catch (StoreException e) {
                troubles.add(new Trouble(doing, e));
            }
        }

        StoreExamination bucket(S3Store store, StoreAccess access) {
            S3Connection connection = store.connection();
            List<S3Object> some = new ArrayList<>();
            attempt("listing", () -> some.addAll(list(connection)));
            if (!troubles.isEmpty()) {
                return examination();
            }
            some.stream()
                    .filter(object -> object.size() > 0 && !object.key().endsWith("/"))
                    .findFirst()
                    .ifPresent(object -> attempt("reading", () -> read(connection, object)));
            if (access == StoreAccess.WRITE) {
                attempt("writing", () -> {
                    ProbeCache cache = new ProbeCache(connection, store.listing());
                    cache.read();
                    probe = Optional.of(StoreProbe.probe(store));
                    pinnedReads = probe.map(ProbeFindings::pinnedReads);
                    cache.write(probe.get());
                });
                attempt(
                        "listing uploads",
                        () -> connection.repeatable(
                                "",
                                "listing its unfinished uploads",
                                () -> connection
                                        .client()
                                        .listMultipartUploads(list -> list.bucket(connection.bucket())
                                                .prefix(connection.prefix())
                                                .maxUploads(1))));
            }
            return examination();
        }

        private List<S3Object> list(S3Connection connection) {
            // The first answer pays for the connection, the second tells the way.
            connection.repeatable("", "listing it", () -> page(connection));
            Instant asked = clock.instant();
            long askedNanos = System.nanoTime();
            ListObjectsV2Response page = connection.repeatable("", "listing it", () -> page(connection));
            answerTime = Duration.ofNanos(System.nanoTime() - askedNanos);
            words = ServerWords.of(page.sdkHttpResponse());
            Instant answered = asked.plus(answerTime.dividedBy(2));
            // The server gives whole seconds, so on the average half a second is cut off.
            ahead = words.date().map(date -> Duration.between(answered, date.plusMillis(500)));
            return page.contents();
        }

        private ListObjectsV2Response page(S3Connection connection) {
            return connection
                    .client()
                    .listObjectsV2(list -> list.bucket(connection.bucket())
                            .prefix(connection.prefix())
                            .maxKeys(SOME_KEYS));
        }

        private void read(S3Connection connection, S3Object object) {
            String key = object.key().substring(connection.prefix().length());
            new RangedRead(connection, key, S3Connection.bare(object.eTag()), 0, new byte[1], 0, 1).run();
            GetObjectRequest other = GetObjectRequest.builder()
                    .bucket(connection.bucket())
                    .key(object.key())
                    .range("bytes=0-0")
                    .ifMatch("00000000000000000000000000000000")
                    .build();
            pinnedReads = Optional.of(connection.repeatable(key, "reading it", () -> {
                try {
                    connection.client().getObject(other).abort();
                    return false;
                } catch (RuntimeException e) {
                    if (S3Failures.isStatus(e, 412)) {
                        return true;
                    }
                    throw e;
                }
            }));
        }

        StoreExamination directory(StoreUrl.Directory directory, StoreAccess access) {
            if (access == StoreAccess.WRITE && Files.notExists(directory.path())) {
                return absent(directory);
            }
            LocalStore store = new LocalStore(directory.path(), access, clock);
            long askedNanos = System.nanoTime();
            attempt("listing", () -> store.listPrefixes(""));
            answerTime = Duration.ofNanos(System.nanoTime() - askedNanos);
            pinnedReads = Optional.of(true);
            mayWrite = Optional.of(Files.isWritable(directory.path()));
            if (access == StoreAccess.WRITE && troubles.isEmpty()) {
                attempt("writing", () -> probe = Optional.of(probe(store, directory.path())));
                mayWrite = Optional.of(troubles.isEmpty());
            }
            return examination();
        }

        /** A probe would make the directory, and all above it; whoever looks may have mistyped its name. */
        private StoreExamination absent(StoreUrl.Directory directory) {
            Path above = directory.path().toAbsolutePath().getParent();
            while (above != null && Files.notExists(above)) {
                above = above.getParent();
            }
            boolean canBeMade = above != null && Files.isDirectory(above) && Files.isWritable(above);
            mayWrite = Optional.of(canBeMade);
            if (!canBeMade) {
                troubles.add(new Trouble(
                        "writing",
                        new StoreException(
                                StoreException.Kind.REFUSED,
                                "",
                                "the directory does not exist, and this user cannot make it in " + above
                                        + "; make it, or correct the URL",
                                null)));
            }
            return examination();
        }

        /** Each condition once. That races are decided is a matter of the lock, which this cannot go without. */
        private ProbeFindings probe(LocalStore store, Path root) {
            // In no directory that is not there yet: it would stay.
            String key =
                    (Files.isDirectory(root.resolve("compacted")) ? "compacted/" : "") + ".probe-" + UUID.randomUUID();
            try {
                boolean isAbsent = put(store, key, new Condition.Absent()) && !put(store, key, new Condition.Absent());
                Condition first =
                        new Condition.Matches(store.head(key).orElseThrow().etag());
                boolean isMatch = put(store, key, first) && !put(store, key, first);
                Honours ifAbsent = isAbsent ? Honours.ALWAYS : Honours.NEVER;
                Honours ifMatch = isMatch ? Honours.ALWAYS : Honours.NEVER;
                return new ProbeFindings(ifAbsent, ifMatch, ifAbsent, ifMatch, true, true, false, "", Optional.empty());
            } finally {
                store.delete(key);
            }
        }

        private static boolean put(LocalStore store, String key, Condition condition) {
            byte[] bytes = "Daypack probe\n".getBytes(StandardCharsets.US_ASCII);
            return store.put(key, bytes, condition) instanceof PutOutcome.Stored;
        }
    }
}
