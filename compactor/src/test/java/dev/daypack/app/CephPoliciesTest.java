package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.cli.CommandLines.Said;
import dev.daypack.store.CephGateway;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.S3Keys;
import dev.daypack.store.StoreException;
import dev.daypack.testing.Policies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The policies of {@code deploy/policies} on a server that enforces them: the program runs as a user who owns nothing
 * and may do what they allow. It needs all of that, and gets no more.
 */
@Tag("ceph")
@Timeout(600)
class CephPoliciesTest {

    private static final String DATA = SmallLake.prefix("bbo/btcusdt", YESTERDAY) + "/data.parquet";

    @TempDir
    private Path directory;

    private final CephGateway server = CephGateway.shared();
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String rawBucket = "raw-" + id;
    private final String compactBucket = "compact-" + id;
    private SmallLake lake;

    @BeforeEach
    void open() {
        server.createBucket(rawBucket, server.rawKeys());
        server.createBucket(compactBucket, server.compactKeys());
        lake = new SmallLake(directory);
        reach("RAW", rawBucket);
        reach("COMPACT", compactBucket);
        lake.environment.put("DAYPACK_LEASE_TTL", "1s");
        allowRaw(raw());
        allowCompact(compact());
    }

    private void reach(String store, String bucket) {
        S3Keys guest = server.guestKeys();
        lake.environment.put("DAYPACK_" + store + "_URL", "s3://" + bucket + "/lake");
        lake.environment.put("DAYPACK_" + store + "_ENDPOINT", server.endpoint().toString());
        lake.environment.put("DAYPACK_" + store + "_PATH_STYLE", "true");
        lake.environment.put("DAYPACK_" + store + "_ACCESS_KEY", guest.accessKey());
        lake.environment.put("DAYPACK_" + store + "_SECRET_KEY", guest.secretKey());
    }

    private String raw() {
        return Policies.of("raw-read", rawBucket, "lake/", "guest");
    }

    private String compact() {
        return Policies.of("compact-write", compactBucket, "lake/", "guest");
    }

    private void allowRaw(String policy) {
        server.setPolicy(rawBucket, server.rawKeys(), policy);
    }

    private void allowCompact(String policy) {
        server.setPolicy(compactBucket, server.compactKeys(), policy);
    }

    /** Brings the bucket's parts up to the lake's, as their owner. */
    private void upload() {
        try (ObjectStore raw = server.bare(rawBucket, server.rawKeys())) {
            List<String> there = raw.list("").stream().map(ObjectStat::key).toList();
            for (String key : SmallLake.below(lake.raw)) {
                if (!there.contains(key)) {
                    raw.put(key, SmallLake.bytes(lake.raw.resolve(key)), new Condition.Absent());
                }
            }
        }
    }

    /** Copies the compact bucket to the lake's directory and checks all of it. What one wrote, one owns here. */
    private void check() throws IOException {
        try (ObjectStore compact = server.bare(compactBucket, server.guestKeys())) {
            for (ObjectStat object : compact.list("")) {
                Path file = lake.compact.resolve(object.key());
                Files.createDirectories(file.getParent());
                byte[] bytes = new byte[Math.toIntExact(object.sizeBytes())];
                compact.read(object.key(), object.etag(), 0, bytes, 0, bytes.length);
                Files.write(file, bytes);
            }
        }
        lake.check();
    }

    private Said run(int code, String command) {
        Said said = lake.runPlain(command.split(" ", -1));
        assertEquals(code, said.code(), () -> command + ": " + said);
        return said;
    }

    private void threeDays() {
        for (int back = 3; back >= 1; back--) {
            lake.parts("bbo/btcusdt", TODAY.minusDays(back), 2);
            lake.windows(TODAY.minusDays(back), 4, "\"dropped_events\": 0");
        }
        upload();
    }

    @Test
    void theseTwoPoliciesAreEnoughForEveryRun() throws IOException {
        threeDays();
        run(0, "plan");
        run(0, "quality-report --days 2");
        run(0, "daily");
        run(0, "backfill --date-from 20260124 --date-to 20260126 --overwrite");
        lake.part("bbo/btcusdt", TODAY.minusDays(2), 7, 30);
        upload();
        Said late = run(0, "catch-up --recheck-days 3");
        assertTrue(late.out().contains("1 success + 2 skipped"), late::toString);
        check();
        for (String command : List.of("doctor", "fsck", "fsck --repair")) {
            Said looked = lake.runPlain(command.split(" ", -1));
            assertFalse(looked.all().contains("access denied"), looked::toString);
        }
        assertEquals(
                230, lake.entry("bbo/btcusdt", TODAY.minusDays(2)).path("rows").asLong());
        run(0, "catch-up");
    }

    @Test
    void eachPermissionIsNeededAndMissedByName() {
        threeDays();
        for (String action : Policies.actions(Policies.identityForm("raw-read"))) {
            allowRaw(Policies.without(action, raw()));
            assertMissed(action, lake.runPlain("daily"));
        }
        allowRaw(raw());
        // Written by somebody else: one's own objects one may read anyway, on this server.
        try (ObjectStore compact = server.bare(compactBucket, server.compactKeys())) {
            byte[] state = "{\"last_compacted_date\": \"20260125\"}".getBytes(StandardCharsets.US_ASCII);
            compact.put("compacted/_state.json", state, new Condition.Always());
        }
        for (String action : List.of("s3:ListBucket", "s3:GetObject", "s3:PutObject")) {
            allowCompact(Policies.without(action, compact()));
            assertMissed(action, lake.runPlain("daily"));
        }
        // Without these the run comes to its end, and says what it could not tidy up.
        for (String action : List.of("s3:ListBucketMultipartUploads", "s3:DeleteObject")) {
            allowCompact(Policies.without(action, compact()));
            Said said = run(0, "backfill --date-from 20260126 --date-to 20260126 --overwrite");
            assertTrue(said.all().contains("allowed " + action), said::toString);
        }
        allowCompact(compact());
        run(0, "backfill --date-from 20260125 --date-to 20260126 --overwrite");
    }

    private static void assertMissed(String action, Said said) {
        assertTrue(said.code() == 3 || said.code() == 1, () -> "without " + action + ": " + said);
        assertTrue(
                said.all().contains("access denied") && said.all().contains("allowed " + action),
                () -> "without " + action + ": " + said);
    }

    @Test
    void whatIsNotAllowedIsRefused() throws IOException {
        threeDays();
        run(0, "daily");
        String part = SmallLake.prefix("bbo/btcusdt", YESTERDAY) + "/part-1767755367-000000.parquet";
        try (ObjectStore raw = server.bare(rawBucket, server.guestKeys());
                ObjectStore compact = server.bare(compactBucket, server.guestKeys())) {
            assertTrue(raw.head(part).isPresent());
            assertDenied("s3:PutObject", raw, store -> put(store, part));
            assertDenied("s3:PutObject", raw, store -> put(store, "new.parquet"));
            assertDenied("s3:DeleteObject", raw, store -> store.delete(part));
            assertDenied("s3:DeleteObject", compact, store -> store.delete(DATA));
            assertDenied("s3:DeleteObject", compact, store -> store.delete("compacted/_state.json"));
            assertDenied("s3:PutObject", compact, store -> put(store, "elsewhere/object"));
            assertTrue(raw.head(part).isPresent());
            assertTrue(compact.head(DATA).isPresent());
        }
        check();
    }

    @Test
    void thePoliciesOfOtherCommandsAllowTheirWorkOnly() {
        threeDays();
        run(0, "daily");
        allowRaw(Policies.of("raw-reap", rawBucket, "lake/", "guest"));
        try (ObjectStore raw = server.bare(rawBucket, server.guestKeys())) {
            String part = SmallLake.prefix("bbo/btcusdt", YESTERDAY) + "/part-1767755367-000000.parquet";
            String window = raw.list("quality/").get(0).key();
            assertDenied("s3:DeleteObject", raw, store -> store.delete(window));
            assertDenied("s3:PutObject", raw, store -> put(store, part));
            raw.delete(part);
            assertTrue(raw.head(part).isEmpty());
        }
        allowRaw(raw());
        allowCompact(Policies.of("compact-read", compactBucket, "lake/", "guest"));
        run(0, "plan");
        try (ObjectStore compact = server.bare(compactBucket, server.guestKeys())) {
            assertDenied("s3:PutObject", compact, store -> put(store, DATA));
            assertDenied("s3:PutObject", compact, store -> put(store, "compacted/_state.json"));
        }
        allowCompact(Policies.of("compact-repair", compactBucket, "lake/", "guest"));
        try (ObjectStore compact = server.bare(compactBucket, server.guestKeys())) {
            compact.delete(DATA.replace("data.parquet", "meta.json"));
            assertDenied("s3:DeleteObject", compact, store -> store.delete(DATA));
        }
    }

    /** Without the one permission that only a check needs, the rest is checked, and the end is no clean one. */
    @Test
    void aCheckGoesOnWithoutUnfinishedUploadsAndSaysSo() {
        threeDays();
        run(0, "daily");
        allowCompact(Policies.of("compact-read", compactBucket, "lake/", "guest"));
        Said incomplete = run(1, "fsck --json");
        String problem = SmallLake.json(incomplete.out())
                .path("findings")
                .path(0)
                .path("problem")
                .asText();
        assertTrue(problem.startsWith("unfinished uploads were not looked at: "), incomplete::toString);
        assertTrue(problem.contains("allowed s3:ListBucketMultipartUploads here"), incomplete::toString);
        assertEquals(1, SmallLake.json(incomplete.out()).path("findings").size(), incomplete::toString);
        allowCompact(Policies.of("compact-check", compactBucket, "lake/", "guest"));
        run(0, "fsck");
    }

    @Test
    void verifyReadsAndReapDeletesByThePoliciesMadeForThem() {
        threeDays();
        run(0, "daily");
        allowCompact(Policies.of("compact-read", compactBucket, "lake/", "guest"));
        run(0, "verify --rebuild");
        allowCompact(compact());

        Said refused = lake.runPlain("reap", "--grace-days", "0", "--delete");
        assertEquals(1, refused.code(), refused::toString);
        assertTrue(refused.all().contains("allowed s3:DeleteObject"), refused::toString);
        allowRaw(Policies.of("raw-reap", rawBucket, "lake/", "guest"));
        Said reaped = run(0, "reap --grace-days 0 --delete");
        try (ObjectStore raw = server.bare(rawBucket, server.rawKeys())) {
            String day = SmallLake.prefix("bbo/btcusdt", YESTERDAY) + "/";
            assertEquals(List.of(), raw.list(day), reaped::toString);
            assertEquals(4, raw.list("quality/date=20260126/").size());
        }
    }

    /** Uploads that nobody finished: listed, and aborted, by their own permissions. */
    @Test
    void unfinishedUploadsNeedTwoPermissionsOfTheirOwn() {
        for (String action : List.of("s3:ListBucketMultipartUploads", "s3:AbortMultipartUpload")) {
            server.beginUpload(compactBucket, server.guestKeys(), "lake/" + DATA);
            allowCompact(Policies.without(action, compact()));
            try (ObjectStore compact = server.bare(compactBucket, server.guestKeys())) {
                assertDenied(action, compact, CephPoliciesTest::removeAbandoned);
                allowCompact(compact());
                assertEquals(1, removeAbandoned(compact));
            }
        }
    }

    private static int removeAbandoned(ObjectStore store) {
        return store.removeAbandonedWrites(key -> key.equals(DATA), Duration.ofDays(-1));
    }

    private static void put(ObjectStore store, String key) {
        store.put(key, "x".getBytes(StandardCharsets.US_ASCII), new Condition.Always());
    }

    private static void assertDenied(String action, ObjectStore store, Consumer<ObjectStore> call) {
        StoreException refused = assertThrows(StoreException.class, () -> call.accept(store));
        assertEquals(StoreException.Kind.REFUSED, refused.kind(), refused.getMessage());
        assertTrue(refused.getMessage().contains("allowed " + action), refused.getMessage());
    }
}
