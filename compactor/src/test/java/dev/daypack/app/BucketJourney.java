package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.cli.CommandLines.Said;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.S3Keys;
import dev.daypack.store.S3Server;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreOpener;
import dev.daypack.store.StoreUrl;
import dev.daypack.testing.PartWriter;
import dev.daypack.testing.Ports;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path over an S3 server: raw and compact buckets with different credentials. The lake's raw directory is
 * what is uploaded, its compact directory a copy of the bucket, so that all can be checked as files.
 */
@Timeout(600)
abstract class BucketJourney {

    /** Stands in a secret; must not stand anywhere else. */
    private static final String CANARY = "c4n4rySingsNot";

    /** Six days with their sidecars, the state, and what the probe has seen. */
    private static final int OBJECTS = 6 * 3 + 2;

    @TempDir
    private Path directory;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String rawBucket = "raw-" + id;
    private final String compactBucket = "compact-" + id;
    private SmallLake lake;

    abstract S3Server server();

    @BeforeEach
    void open() {
        server().createBucket(rawBucket, server().rawKeys());
        server().createBucket(compactBucket, server().compactKeys());
        lake = new SmallLake(directory);
        reach("RAW", rawBucket, server().rawKeys());
        reach("COMPACT", compactBucket, server().compactKeys());
        lake.environment.put("DAYPACK_LEASE_TTL", "5s");
    }

    private void reach(String store, String bucket, S3Keys keys) {
        lake.environment.put("DAYPACK_" + store + "_URL", "s3://" + bucket + "/lake");
        lake.environment.put(
                "DAYPACK_" + store + "_ENDPOINT", server().endpoint().toString());
        lake.environment.put("DAYPACK_" + store + "_PATH_STYLE", "true");
        lake.environment.put("DAYPACK_" + store + "_ACCESS_KEY", keys.accessKey());
        lake.environment.put("DAYPACK_" + store + "_SECRET_KEY", keys.secretKey());
    }

    private ObjectStore store(String bucket, S3Keys keys) {
        return new StoreOpener(Clock.systemUTC(), new Random(1))
                .open(StoreUrl.parse("s3://" + bucket + "/lake"), server().options(keys, directory), StoreAccess.WRITE);
    }

    private void upload() {
        try (ObjectStore raw = store(rawBucket, server().rawKeys())) {
            List<String> there = raw.list("").stream().map(ObjectStat::key).toList();
            for (String key : SmallLake.below(lake.raw)) {
                if (!there.contains(key)) {
                    raw.put(key, SmallLake.bytes(lake.raw.resolve(key)), new Condition.Absent());
                }
            }
        }
    }

    private List<ObjectStat> rawObjects() {
        try (ObjectStore raw = store(rawBucket, server().rawKeys())) {
            // This test writes there, so there is what the probe has seen.
            return raw.list("").stream()
                    .filter(object -> object.key().endsWith(".parquet"))
                    .toList();
        }
    }

    /** Copies the compact bucket to the lake's directory and checks all of it. */
    private List<ObjectStat> download() throws IOException {
        for (String name : SmallLake.below(lake.compact)) {
            SmallLake.delete(lake.compact.resolve(name));
        }
        try (ObjectStore compact = store(compactBucket, server().compactKeys())) {
            List<ObjectStat> objects = compact.list("");
            for (ObjectStat object : objects) {
                Path file = lake.compact.resolve(object.key());
                Files.createDirectories(file.getParent());
                byte[] bytes = new byte[Math.toIntExact(object.sizeBytes())];
                compact.read(object.key(), object.etag(), 0, bytes, 0, bytes.length);
                Files.write(file, bytes);
            }
            lake.check();
            return objects;
        }
    }

    private Said run(String command) {
        return lake.runPlain(command.split(" ", -1));
    }

    private void threeDays() {
        for (int back = 3; back >= 1; back--) {
            lake.parts("bbo/btcusdt", TODAY.minusDays(back), 4).parts("trade/ethusdt", TODAY.minusDays(back), 2);
            lake.windows(TODAY.minusDays(back), 8, "\"dropped_events\": 0");
        }
        upload();
        try (ObjectStore compact = store(compactBucket, server().compactKeys())) {
            byte[] state = "{\"last_compacted_date\": \"20260123\"}".getBytes(StandardCharsets.US_ASCII);
            compact.put("compacted/_state.json", state, new Condition.Absent());
        }
    }

    @Test
    void aPartIsInspectedAlikeWhereverItStands() throws IOException {
        lake.parts("bbo/btcusdt", YESTERDAY, 1);
        upload();
        String key = rawObjects().get(0).key();
        Path local = lake.raw.resolve(key);
        String inS3 = inspected("s3://" + rawBucket + "/lake/" + key, 0);

        assertTrue(inS3.contains("\nSOUND: "), inS3);
        assertEquals(inS3, inspected(local.toString(), 0));
        assertEquals(inS3, inspected("file://" + local.toAbsolutePath(), 0));

        byte[] bytes = SmallLake.bytes(local);
        bytes[4] = 0;
        try (ObjectStore raw = store(rawBucket, server().rawKeys())) {
            raw.put("broken/" + key, bytes, new Condition.Absent());
        }
        String broken = inspected("s3://" + rawBucket + "/lake/broken/" + key, 1);
        assertTrue(broken.contains("First error: corrupt_part in row group 0, page 0"), broken);
        assertTrue(broken.contains("at byte 4"), broken);
    }

    /** What is said of a file but for its name. */
    private String inspected(String file, int code) {
        Said said = run("inspect " + file);
        assertEquals(code, said.code(), said::toString);
        assertTrue(said.out().contains(file), said::toString);
        return said.out().substring(said.out().indexOf('\n'));
    }

    @Test
    void catchUpThenOverwriteThenNothingToDo() throws IOException {
        threeDays();
        Said first = run("catch-up");
        assertEquals(0, first.code(), first::toString);
        assertTrue(first.out().contains("6 planned = 6 success"), first::toString);
        assertEquals(OBJECTS, download().size());
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        assertEquals(400, lake.entry("bbo/btcusdt", YESTERDAY).path("rows").asLong());

        lake.part("bbo/btcusdt", TODAY.minusDays(2), 4, 30);
        upload();
        Said backfill = run("backfill --date-from 20260125 --date-to 20260126 --overwrite");
        assertEquals(0, backfill.code(), backfill::toString);
        assertTrue(backfill.out().contains("4 planned = 4 success"), backfill::toString);
        List<ObjectStat> after = download();
        assertEquals(OBJECTS, after.size());
        assertEquals(
                430, lake.entry("bbo/btcusdt", TODAY.minusDays(2)).path("rows").asLong());

        List<ObjectStat> raw = rawObjects();
        Said last = run("catch-up");
        assertEquals(0, last.code(), last::toString);
        assertTrue(last.out().contains("nothing to do"), last::toString);
        assertEquals(after, download());
        assertEquals(raw, rawObjects());
        assertFalse((first.all() + backfill.all() + last.all())
                .contains(server().compactKeys().secretKey()));
    }

    @Test
    void aDamagedBucketIsCheckedRepairedAndItsStateMadeAgain() throws IOException {
        threeDays();
        assertEquals(0, run("catch-up").code());
        Said clean = run("fsck");
        assertEquals(0, clean.code(), clean::toString);
        assertTrue(clean.out().contains("fsck: clean"), clean::toString);
        List<ObjectStat> before = download();
        try (ObjectStore compact = store(compactBucket, server().compactKeys())) {
            compact.delete(SmallLake.prefix("bbo/btcusdt", YESTERDAY) + "/meta.json");
            compact.put("compacted/_state.json", new byte[] {'{'}, new Condition.Always());
        }

        Said rebuilt = run("state rebuild");
        assertEquals(0, rebuilt.code(), rebuilt::toString);
        Said repaired = run("fsck --repair");
        assertEquals(0, repaired.code(), repaired::toString);
        assertTrue(repaired.out().contains("1 finding = 1 repaired + 0 left"), repaired::toString);

        assertEquals(0, run("fsck").code());
        List<ObjectStat> after = download();
        assertEquals(before.size() + 1, after.size(), "and what was kept of the broken state");
        assertEquals("20260126", lake.state().path("last_compacted_date").asText());
        assertEquals(6, lake.state().path("partitions").size());
    }

    @Test
    void aLatePartIsFoundByListingAlone() throws IOException {
        threeDays();
        assertEquals(0, run("catch-up").code());
        lake.part("trade/ethusdt", YESTERDAY, 2, 30);
        upload();
        Said said = run("catch-up --recheck-days 3");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("6 planned = 1 success + 5 skipped"), said::toString);
        download();
        assertEquals(230, lake.entry("trade/ethusdt", YESTERDAY).path("rows").asLong());
    }

    @Test
    void theNewestDeliveryCountsAndANewerOneRepacksItsDay() throws IOException {
        lake.environment.put("DAYPACK_VERSIONS", "newest-prefix");
        SmallLake.write(lake.deliveryPath("bbo/btcusdt", YESTERDAY, "20260126_120000", "a"), "no Parquet file");
        lake.delivery("bbo/btcusdt", YESTERDAY, "20260127_010000", 2, 100);
        lake.delivery("trade/ethusdt", YESTERDAY, "20260127_010000", 1, 100);
        upload();
        Said first = run("catch-up");
        assertEquals(0, first.code(), first::toString);
        assertTrue(first.out().contains("superseded: 1 part of older deliveries"), first::toString);
        download();
        assertEquals(200, lake.entry("bbo/btcusdt", YESTERDAY).path("rows").asLong());

        lake.delivery("bbo/btcusdt", YESTERDAY, "20260127_020000", 1, 210);
        upload();
        Said plan = run("plan --recheck-days 3");
        assertTrue(plan.out().contains("delivery 20260127_020000, parts: 1; superseded: 3"), plan::toString);
        Said second = run("catch-up --recheck-days 3");
        assertEquals(0, second.code(), second::toString);
        assertTrue(second.out().contains("2 planned = 1 success + 1 skipped"), second::toString);
        download();
        assertEquals(210, lake.entry("bbo/btcusdt", YESTERDAY).path("rows").asLong());
        assertEquals(
                3,
                lake.meta("bbo/btcusdt", YESTERDAY)
                        .path("superseded")
                        .path("parts")
                        .asInt());
    }

    /** Of several parts: streamed where completions are conditional, spooled where they are not. */
    @Test
    void aLargeDayIsCommittedOnceAndReplacedOnce() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int number = 0; number < 2; number++) {
            List<Object[]> rows = new ArrayList<>();
            for (int row = 0; row < 200_000; row++) {
                String noise = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
                rows.add(PartWriter.row((long) row * 2 + number, random.nextLong(), "s", random.nextDouble(), noise));
            }
            Path part = lake.part("bbo/btcusdt", YESTERDAY, number, 0);
            SmallLake.PARTS.write(part, rows);
        }
        upload();
        for (String command : List.of("daily", "backfill --date-from 20260126 --date-to 20260126 --overwrite")) {
            Said said = run(command);
            assertEquals(0, said.code(), said::toString);
            download();
            assertTrue(lake.entry("bbo/btcusdt", YESTERDAY)
                            .path("total_size_bytes")
                            .asLong()
                    > 12_000_000);
        }
        assertEquals(400_000, lake.meta("bbo/btcusdt", YESTERDAY).path("rows").asLong());
    }

    @Test
    void theOldJobsVariablesReachTheBuckets() throws IOException {
        lake.environment.clear();
        lake.environment.put("S3_ENDPOINT", server().endpoint().toString());
        lake.environment.put("S3_ACCESS_KEY", server().rawKeys().accessKey());
        lake.environment.put("S3_SECRET_KEY", server().rawKeys().secretKey());
        lake.environment.put("S3_BUCKET", rawBucket + "/lake");
        lake.environment.put("S3_COMPACT_ACCESS_KEY", server().compactKeys().accessKey());
        lake.environment.put("S3_COMPACT_SECRET_KEY", server().compactKeys().secretKey());
        lake.environment.put("S3_COMPACT_BUCKET", compactBucket + "/lake");
        threeDays();
        Said said = run("--mode catch-up");
        assertEquals(0, said.code(), said::toString);
        assertEquals(OBJECTS, download().size());
    }

    @Test
    void aStoreThatCannotBeUsedIsToldInOneLineWithoutSecrets() throws IOException {
        threeDays();
        assertRefused("DAYPACK_RAW_SECRET_KEY", CANARY, "plan", "daily --json");
        assertRefused("DAYPACK_COMPACT_SECRET_KEY", CANARY, "plan", "quality-report --raw s3://missing-" + id);
        assertRefused("DAYPACK_RAW_ACCESS_KEY", "nobody");
        assertRefused("DAYPACK_RAW_URL", "s3://missing-" + id);
        assertRefused("DAYPACK_COMPACT_URL", "s3://missing-" + id);
        assertRefused("DAYPACK_COMPACT_URL", "s3://" + rawBucket);
        try (Socket refusing = Ports.refusing()) {
            String closed = "http://127.0.0.1:" + refusing.getLocalPort();
            assertRefused("DAYPACK_RAW_ENDPOINT", closed);
            assertRefused("DAYPACK_COMPACT_ENDPOINT", closed);
        }
    }

    /** By catch-up, with all that it would say to somebody who looks for the cause, and by other commands. */
    private void assertRefused(String variable, String value, String... others) {
        String right = lake.environment.put(variable, value);
        List<String> commands = new ArrayList<>(List.of(others));
        commands.add("catch-up --verbose");
        for (String command : commands) {
            Said said = run(command);
            assertEquals(3, said.code(), () -> variable + " " + value + ": " + said);
            assertEquals(1, said.err().lines().count(), () -> variable + " " + value + ": " + said);
            assertEquals("", said.out(), () -> variable + " " + value + ": " + said);
            for (String secret : List.of(
                    CANARY,
                    server().rawKeys().secretKey(),
                    server().compactKeys().secretKey())) {
                assertFalse(said.all().contains(secret), () -> secret + " in " + said);
            }
        }
        lake.environment.put(variable, right);
    }
}
