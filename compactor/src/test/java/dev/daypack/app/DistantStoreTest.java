package dev.daypack.app;

import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import dev.daypack.store.Condition;
import dev.daypack.store.DelayingProxy;
import dev.daypack.store.DelayingProxy.Fault;
import dev.daypack.store.DelayingProxy.Faults;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.S3Keys;
import dev.daypack.store.S3ProxyServer;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreOpener;
import dev.daypack.store.StoreUrl;
import dev.daypack.testing.PartWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole path over an S3 server that is 5 ms away: how many requests it takes, how many at once, the same bytes. */
@Timeout(600)
class DistantStoreTest {

    private static final Duration DISTANCE = Duration.ofMillis(5);
    private static final String PARTITION = "bbo/btcusdt";

    /** The column tasks of the program run on so many threads here. */
    private static final int WORKERS = 2;

    private static S3ProxyServer server;

    @TempDir
    private Path directory;

    private final String rawBucket = "raw-" + UUID.randomUUID().toString().substring(0, 8);
    private final String compactBucket =
            "compact-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start() {
        server = S3ProxyServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aSmallPartTakesOneRequestAndManyAreUnderWayAtOnce() {
        SmallLake lake = new SmallLake(directory).parts(PARTITION, YESTERDAY, 60);
        try (DelayingProxy proxy = proxy(Faults.NONE)) {
            JsonNode requests = packsTheSameBytes(lake, proxy).path("requests");
            assertEquals(60, proxy.count("GET /" + rawBucket + "/lake/exchange"));
            assertTrue(proxy.mostWaiting() > 4 * WORKERS, "at most " + proxy.mostWaiting() + " at once");
            assertEquals(proxy.count("HEAD "), requests.path("head").asLong());
            assertEquals(
                    proxy.count("PUT "),
                    requests.path("put").asLong() + requests.path("part_upload").asLong());
            assertEquals(
                    proxy.requests().size(),
                    List.of("list", "head", "get", "put", "part_upload", "other").stream()
                            .mapToLong(kind -> requests.path(kind).asLong())
                            .sum());
            assertEquals(0, requests.path("retries").asLong());
            assertTrue(requests.path("bytes_in").asLong() > 0
                    && requests.path("bytes_out").asLong() > 0);
        }
    }

    @Test
    void largePartsAreReadByRangesManyAtOnce() {
        SmallLake lake = largeParts();
        try (DelayingProxy proxy = proxy(Faults.NONE)) {
            packsTheSameBytes(lake, proxy);
            long gets = proxy.count("GET /" + rawBucket + "/lake/exchange");
            assertTrue(gets >= 10 && gets <= 60, gets + " requests");
            assertTrue(proxy.mostWaiting() > 2 * WORKERS, "at most " + proxy.mostWaiting() + " at once");
        }
    }

    @Test
    void answersThatBreakOffOrComeLateChangeNothing() {
        AtomicInteger asked = new AtomicInteger();
        Faults faults = request -> {
            boolean isPart = request.startsWith("GET /" + rawBucket + "/lake/exchange");
            int number = isPart ? asked.getAndIncrement() : 1;
            // In the middle of a body, inside the head, and before it.
            return switch (number % 9) {
                case 0 -> Fault.cutAfter(3_000);
                case 3 -> Fault.cutAfter(100);
                case 5 -> Fault.cutAfter(0);
                case 7 -> Fault.slow(Duration.ofMillis(100));
                default -> Fault.NONE;
            };
        };
        SmallLake lake = largeParts().parts(PARTITION, YESTERDAY, 20);
        try (DelayingProxy proxy = proxy(faults)) {
            JsonNode report = packsTheSameBytes(lake, proxy);
            assertTrue(report.path("requests").path("retries").asLong() > 3, report::toString);
        }
    }

    @Test
    void aPlainMergeReadsAheadToo() {
        SmallLake lake = new SmallLake(directory).parts(PARTITION, YESTERDAY, 30);
        Path near = directory.resolve("near.parquet");
        Path far = directory.resolve("far.parquet");
        try (DelayingProxy proxy = proxy(Faults.NONE)) {
            upload(lake);
            reach(lake, proxy);
            List<String> words = new ArrayList<>(List.of("merge", "--output", near.toString()));
            SmallLake.below(lake.raw)
                    .forEach(key -> words.add(lake.raw.resolve(key).toString()));
            assertEquals(0, lake.runPlain(words.toArray(String[]::new)).code());
            words.set(2, far.toString());
            words.subList(3, words.size())
                    .replaceAll(file -> "s3://" + rawBucket + "/lake/" + lake.raw.relativize(Path.of(file)));
            Said said = lake.runPlain(words.toArray(String[]::new));
            assertEquals(0, said.code(), said::toString);
            assertTrue(said.out().contains(" 30 HEAD, 30 GET)"), said::toString);
            assertArrayEquals(SmallLake.bytes(near), SmallLake.bytes(far));
        }
    }

    /** Two parts of more than 4 MiB each, whose times overlap. */
    private SmallLake largeParts() {
        SmallLake lake = new SmallLake(directory).parts(PARTITION, YESTERDAY, 1);
        for (int number = 200; number < 202; number++) {
            SplittableRandom random = new SplittableRandom(number);
            long time = YESTERDAY.toEpochDay() * 86_400_000;
            List<Object[]> rows = new ArrayList<>();
            for (int row = 0; row < 120_000; row++) {
                time += random.nextInt(500);
                rows.add(PartWriter.row(
                        time, random.nextLong(), PARTITION, random.nextDouble(), "t" + random.nextLong()));
            }
            SmallLake.PARTS.rowGroups(Long.MAX_VALUE, 50_000).write(lake.partPath(PARTITION, YESTERDAY, number), rows);
        }
        return lake;
    }

    private DelayingProxy proxy(Faults faults) {
        return new DelayingProxy(server.endpoint(), DISTANCE, faults);
    }

    /** Packs the lake from its directory, and over the proxy; returns what the latter reported. */
    private JsonNode packsTheSameBytes(SmallLake lake, DelayingProxy proxy) {
        Said near = lake.run("catch-up");
        assertEquals(0, near.code(), near::toString);
        upload(lake);
        reach(lake, proxy);
        Said far = lake.runPlain("catch-up", "--json");
        assertEquals(0, far.code(), () -> far + "\n" + proxy.requests());
        byte[] published = SmallLake.bytes(lake.published(PARTITION, YESTERDAY, "data.parquet"));
        assertArrayEquals(pages(published), pages(packed()));
        return SmallLake.json(far.out());
    }

    /** All but the footer, which names the attempt, and so the ETags of the parts. */
    private static byte[] pages(byte[] file) {
        int footerBytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
        return Arrays.copyOf(file, file.length - 8 - footerBytes);
    }

    private void reach(SmallLake lake, DelayingProxy proxy) {
        reach(lake, proxy, "RAW", rawBucket, server.rawKeys());
        reach(lake, proxy, "COMPACT", compactBucket, server.compactKeys());
        lake.environment.put("DAYPACK_WORKERS", Integer.toString(WORKERS));
    }

    private static void reach(SmallLake lake, DelayingProxy proxy, String store, String bucket, S3Keys keys) {
        lake.environment.put("DAYPACK_" + store + "_URL", "s3://" + bucket + "/lake");
        lake.environment.put("DAYPACK_" + store + "_ENDPOINT", proxy.endpoint().toString());
        lake.environment.put("DAYPACK_" + store + "_PATH_STYLE", "true");
        lake.environment.put("DAYPACK_" + store + "_ACCESS_KEY", keys.accessKey());
        lake.environment.put("DAYPACK_" + store + "_SECRET_KEY", keys.secretKey());
    }

    private void upload(SmallLake lake) {
        server.createBucket(rawBucket, server.rawKeys());
        server.createBucket(compactBucket, server.compactKeys());
        try (ObjectStore raw = store(rawBucket, server.rawKeys())) {
            for (String key : SmallLake.below(lake.raw)) {
                raw.put(key, SmallLake.bytes(lake.raw.resolve(key)), new Condition.Absent());
            }
        }
    }

    private byte[] packed() {
        try (ObjectStore compact = store(compactBucket, server.compactKeys())) {
            ObjectStat stat = compact.head(SmallLake.prefix(PARTITION, YESTERDAY) + "/data.parquet")
                    .orElseThrow();
            byte[] bytes = new byte[Math.toIntExact(stat.sizeBytes())];
            compact.read(stat.key(), stat.etag(), 0, bytes, 0, bytes.length);
            return bytes;
        }
    }

    private ObjectStore store(String bucket, S3Keys keys) {
        return new StoreOpener(Clock.systemUTC(), new Random(1))
                .open(StoreUrl.parse("s3://" + bucket + "/lake"), server.options(keys, directory), StoreAccess.WRITE);
    }
}
