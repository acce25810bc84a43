package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.report.Finding;
import dev.daypack.report.Finding.Kind;
import dev.daypack.report.FsckReport;
import dev.daypack.report.FsckTable;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.MemoryStore.Call;
import dev.daypack.store.MemoryStore.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Each kind of damage is found, cured where that is promised, and a second check is clean. */
@Timeout(600)
class FsckTest {

    private static final String META = MemoryLake.PREFIX + "meta.json";
    private static final String QUALITY = MemoryLake.PREFIX + "quality_day.json";
    private static final String DAY = "binance/bbo/btcusdt/20260126";
    private static final String LOCK = "compacted/locks/" + DAY + ".lock";
    private static final MemoryStore.Faults NONE = new MemoryStore.Faults() {};

    private static final Logger STEPS = (Logger) LoggerFactory.getLogger("dev.daypack.integrity");

    @TempDir
    private Path directory;

    @BeforeAll
    static void silence() {
        STEPS.setLevel(Level.WARN);
    }

    @AfterAll
    static void speakAgain() {
        STEPS.setLevel(null);
    }

    private MemoryLake packed() {
        return packed(NONE);
    }

    private MemoryLake packed(MemoryStore.Faults faults) {
        MemoryLake lake = new MemoryLake(directory, NONE, faults);
        lake.run(0);
        lake.checkDone(70, "packed");
        return lake;
    }

    private FsckReport fsck(MemoryLake lake, boolean isRepair) {
        return lake.fsck(lake.compact, isRepair, directory.resolve("scratch"));
    }

    private static List<Kind> kinds(FsckReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }

    private static String told(FsckReport report) {
        return String.join("\n", FsckTable.lines(report));
    }

    /** Found, then cured, then clean; and all is as after the run. */
    private void cured(Kind kind, String problem, Consumer<MemoryLake> damage) {
        MemoryLake lake = packed();
        damage.accept(lake);
        int deleted = lake.compact.calls(Operation.DELETE).size();
        FsckReport found = fsck(lake, false);
        assertEquals(List.of(kind), kinds(found), () -> told(found));
        assertTrue(found.findings().get(0).problem().contains(problem), () -> told(found));
        assertEquals(1, found.left());
        FsckReport repaired = fsck(lake, true);
        assertEquals(0, repaired.left(), () -> told(repaired));
        assertEquals(List.of(kind), kinds(repaired), () -> told(repaired));
        FsckReport clean = fsck(lake, false);
        assertEquals(List.of(), kinds(clean), () -> told(clean));
        lake.checkDone(70, problem);
        assertEquals(
                List.of(),
                lake.compact.calls(Operation.DELETE).stream()
                        .skip(deleted)
                        .filter(key -> !key.endsWith(".lock"))
                        .toList());
    }

    /** Found, and left with a cure that is named. */
    private void told(Kind kind, String problem, String cure, Consumer<MemoryLake> damage) {
        MemoryLake lake = packed();
        damage.accept(lake);
        for (boolean isRepair : new boolean[] {false, true}) {
            FsckReport found = fsck(lake, isRepair);
            assertEquals(List.of(kind), kinds(found), () -> told(found));
            Finding finding = found.findings().get(0);
            assertTrue(
                    finding.problem().contains(problem)
                            && finding.cures().get(0).contains(cure),
                    () -> told(found));
            assertEquals(1, found.left(), () -> told(found));
        }
    }

    private static void rewrite(MemoryLake lake, String key, Consumer<ObjectNode> change) {
        ObjectNode node = (ObjectNode) lake.json(key);
        change.accept(node);
        lake.compact.with(key, node.toString());
    }

    private static ObjectNode entry(ObjectNode state) {
        return (ObjectNode) state.path("partitions").path(DAY);
    }

    @Test
    void aHealthyLakeGivesNoFinding() {
        MemoryLake lake = packed();
        List<String> keys = lake.compact.keys();
        int calls = lake.compact.calls().size();

        FsckReport report = fsck(lake, false);

        assertEquals(
                "fsck: clean",
                FsckTable.lines(report).get(FsckTable.lines(report).size() - 1));
        assertEquals(1, report.partitionDays());
        assertEquals(keys, lake.compact.keys());
        assertFalse(lake.compact.calls().subList(calls, lake.compact.calls().size()).stream()
                .map(Call::operation)
                .anyMatch(operation -> operation == Operation.PUT || operation == Operation.DELETE));
    }

    @Test
    void anEmptyStoreGivesNoFinding() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        assertEquals(List.of(), kinds(fsck(lake, true)));
        assertEquals(List.of(), lake.compact.keys());
    }

    @Test
    void aMissingMetaIsWrittenAgain() {
        cured(Kind.SIDECAR, "meta.json is missing", lake -> lake.compact.delete(META));
    }

    @Test
    void aMetaThatIsNoJsonIsWrittenAgain() {
        cured(Kind.SIDECAR, "meta.json cannot be read", lake -> lake.compact.with(META, "{\"rows\": "));
    }

    @Test
    void aMetaOfAnotherGenerationIsWrittenAgainAndKeepsTheNamesOfTheParts() {
        MemoryLake lake = packed();
        String inputs = lake.json(META).path("inputs").toString();
        String sha256 = lake.json(META).path("sha256").asText();
        rewrite(lake, META, meta -> meta.put("etag", "g0"));
        assertEquals(0, fsck(lake, true).left());
        assertEquals(inputs, lake.json(META).path("inputs").toString());
        assertEquals(sha256, lake.json(META).path("sha256").asText());
        lake.checkDone(70, "meta");
        assertEquals(List.of(), kinds(fsck(lake, false)));
    }

    @Test
    void aMetaThatSaysOtherRowsThanTheFooterIsWrittenAgain() {
        cured(Kind.SIDECAR, "does not say what", lake -> rewrite(lake, META, meta -> meta.put("rows", 71)));
    }

    @Test
    void aMissingQualityIsJudgedAgain() {
        MemoryLake lake = packed();
        String right = lake.text(QUALITY);
        lake.compact.delete(QUALITY);
        assertEquals(0, fsck(lake, true).left());
        assertEquals(right, lake.text(QUALITY));
    }

    @Test
    void aQualityWhoseWindowsAreGoneKeepsItsLabel() {
        MemoryLake lake = packed();
        String label = lake.json(QUALITY).path("day_quality").asText();
        lake.raw.keys().stream().filter(key -> key.startsWith("quality/")).forEach(lake.raw::delete);
        lake.compact.with(QUALITY, "[]");
        assertEquals(0, fsck(lake, true).left());
        assertEquals(label, lake.json(QUALITY).path("day_quality").asText());
        assertEquals(List.of(), kinds(fsck(lake, false)));
        lake.checkDone(70, "quality");
    }

    @Test
    void aPublishedDayThatTheStateDoesNotKnowIsRecorded() {
        cured(
                Kind.ENTRY,
                "the state does not know it",
                lake -> rewrite(lake, MemoryLake.STATE, state -> ((ObjectNode) state.path("partitions")).remove(DAY)));
    }

    @Test
    void anEntryThatSaysSomethingElseIsCorrected() {
        cured(
                Kind.ENTRY,
                "another etag, rows, total_size_bytes",
                lake -> rewrite(
                        lake,
                        MemoryLake.STATE,
                        state -> entry(state).put("etag", "g0").put("rows", 1).put("total_size_bytes", 2)));
    }

    @Test
    void anEntryInProgressOfAPublishedDayIsCorrected() {
        cured(
                Kind.ENTRY,
                "another status",
                lake -> rewrite(lake, MemoryLake.STATE, state -> entry(state).put("status", "in_progress")));
    }

    @Test
    void anEntryInProgressWithoutAFileIsTriedAgain() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        lake.compact.with(MemoryLake.STATE, "{\"partitions\": {\"" + DAY + "\": {\"status\": \"in_progress\"}}}");
        assertEquals(List.of(Kind.ENTRY), kinds(fsck(lake, false)));
        FsckReport repaired = fsck(lake, true);
        assertEquals(0, repaired.left(), () -> told(repaired));
        assertEquals("failed", lake.entry().path("status").asText());
        assertEquals(List.of(), kinds(fsck(lake, false)));
        lake.run(0);
        lake.checkDone(70, "in progress");
    }

    @Test
    void aWatermarkThatIsTooFarIsTakenBack() {
        cured(Kind.WATERMARK, "is 2026-01-26", lake -> {
            rewrite(lake, MemoryLake.STATE, state -> state.put("last_compacted_date", "20260127"));
            rewrite(lake, MemoryLake.STATE, state -> state.put("last_compacted_date", "20991231"));
        });
    }

    @Test
    void anOpenDayBehindTheWatermarkIsTold() {
        told(
                Kind.WATERMARK,
                "it is failed",
                "daypack catch-up",
                lake -> rewrite(
                        lake,
                        MemoryLake.STATE,
                        state -> ((ObjectNode) state.path("partitions"))
                                .putObject("binance/bbo/ethusdt/20260126")
                                .put("status", "failed")));
    }

    @Test
    void aClaimWithoutAFileIsTold() {
        told(Kind.ENTRY, "there is no data.parquet", "backfill --date-from 20260126", lake -> {
            lake.compact.delete(MemoryLake.DATA);
            lake.compact.delete(META);
            lake.compact.delete(QUALITY);
        });
    }

    @Test
    void sidecarsWithoutAFileAreTold() {
        told(Kind.SIDECAR, "sidecars without", "backfill", lake -> {
            lake.compact.delete(MemoryLake.DATA);
            rewrite(lake, MemoryLake.STATE, state -> ((ObjectNode) state.path("partitions")).remove(DAY));
            rewrite(lake, MemoryLake.STATE, state -> state.remove("last_compacted_date"));
        });
    }

    @Test
    void aFileThatIsNoParquetIsTold() {
        told(Kind.FILE, "cannot be read", "daypack inspect", lake -> lake.compact.with(MemoryLake.DATA, "not Parquet"));
    }

    @Test
    void aStateThatCannotBeReadIsTold() {
        told(Kind.STATE, "line 1", "daypack state rebuild", lake -> lake.compact.with(MemoryLake.STATE, "{"));
    }

    @Test
    void aStateThatIsGoneIsTold() {
        told(Kind.STATE, "there is no state", "daypack state rebuild", lake -> lake.compact.delete(MemoryLake.STATE));
    }

    @Test
    void aMonthThatTheStateDoesNotKnowIsToldAndTheRebuildCuresIt() {
        MemoryLake lake = packed();
        lake.compact.with("compacted/_state/202512.json", "{\"month\": \"202512\", \"partitions\": {}}");
        assertEquals(List.of(Kind.MONTH), kinds(fsck(lake, true)));
        lake.rebuild(lake.compact);
        assertEquals(List.of(), kinds(fsck(lake, false)));
    }

    @Test
    void aMonthThatIsGoneIsTold() {
        told(
                Kind.STATE,
                "202512.json: is missing",
                "daypack state rebuild",
                lake -> rewrite(
                        lake,
                        MemoryLake.STATE,
                        state -> state.putObject("months")
                                .putObject("202512")
                                .put("key", "compacted/_state/202512.json")
                                .put("entries", 3)
                                .put("sha256", "00")));
    }

    @Test
    void whatNobodyKnowsIsToldAndNeverRemoved() {
        MemoryLake lake = packed();
        lake.compact
                .with("exchange=binance/lost+found/x", "1")
                .with(MemoryLake.PREFIX + "notes.txt", "2")
                .with("compacted/.probe/0/object", "3")
                .with("compacted/else", "4");
        List<String> keys = lake.compact.keys();
        FsckReport report = fsck(lake, true);
        assertEquals(List.of(Kind.PROBE, Kind.UNKNOWN, Kind.UNKNOWN, Kind.UNKNOWN), kinds(report), () -> told(report));
        assertEquals(keys, lake.compact.keys());
    }

    @Test
    void aLeaseThatIsNotRenewedIsRemovedWhereNoWorkIsLeft() {
        cured(Kind.LEASE, "not renewed any more, of gone.example pid 7", lake -> lake.compact.with(LOCK, lease()));
    }

    /** Its successor has to learn who died over it. */
    @Test
    void aLeaseThatIsNotRenewedIsLeftWhereWorkIsLeft() {
        MemoryLake lake = new MemoryLake(directory, NONE, NONE);
        lake.compact.with(LOCK, lease());
        FsckReport report = fsck(lake, true);
        assertEquals(List.of(Kind.LEASE), kinds(report), () -> told(report));
        assertEquals(1, report.left());
        assertTrue(report.findings().get(0).cures().equals(List.of("daypack catch-up")), () -> told(report));
        assertTrue(lake.compact.keys().contains(LOCK));
    }

    private static String lease() {
        return "{\"host\": \"gone.example\", \"pid\": 7, \"attempt\": \"PACK\","
                + " \"started\": \"2026-01-27T02:00:00Z\", \"ttl_seconds\": 1, \"counter\": 3, \"lease\": \"00\"}";
    }

    @Test
    void whatDeadWritersLeftIsRemovedAndWhatMayBeAliveIsNot() throws IOException {
        MemoryLake lake = packed();
        String other = MemoryLake.DATA.replace("btcusdt", "ethusdt");
        lake.compact
                .withUnfinished(MemoryLake.DATA, Duration.ofHours(2))
                .withUnfinished(other, Duration.ofMinutes(59))
                .withUnfinished("backup/somebody.tar", Duration.ofDays(9));
        Path scratch = Files.createDirectories(directory.resolve("scratch"));
        Path spill = Files.createFile(scratch.resolve("daypack-spill-0"));
        Files.setLastModifiedTime(spill, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path fresh = Files.createFile(scratch.resolve("daypack-spool-1"));
        Path foreign = Files.createFile(scratch.resolve("else"));
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.EPOCH));

        assertEquals(List.of(Kind.UNFINISHED, Kind.SCRATCH), kinds(fsck(lake, false)));
        FsckReport repaired = fsck(lake, true);

        assertEquals(0, repaired.left(), () -> told(repaired));
        assertEquals(2, lake.compact.unfinishedWrites().size());
        assertFalse(Files.exists(spill));
        assertTrue(Files.exists(fresh) && Files.exists(foreign));
        assertEquals(List.of(), kinds(fsck(lake, false)));
    }

    @Test
    void anUploadOfALeasedDayIsNeverRemovedHoweverOldItIs() {
        MemoryLake lake = packed();
        lake.compact
                .withUnfinished(MemoryLake.DATA, Duration.ofDays(30))
                .withUnfinished(".daypack-tmp/of-any-day.tmp", Duration.ofDays(30))
                .with(LOCK, lease());
        FsckReport first = fsck(lake, true);
        assertEquals(List.of(Kind.LEASE), kinds(first), () -> told(first));
        assertEquals(2, lake.compact.unfinishedWrites().size());
        assertEquals(0, fsck(lake, true).left());
        assertEquals(List.of(), lake.compact.unfinishedWrites());
    }

    /** The run is held at each of its writes while the check looks. */
    @Test
    void aRunThatIsUnderWayGivesNoFinding() throws Exception {
        for (String at : List.of(MemoryLake.DATA, QUALITY, META)) {
            Hold hold = new Hold(at);
            MemoryLake lake = new MemoryLake(directory, NONE, hold);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                hold.armed = true;
                Future<?> run = threads.submit(() -> lake.run(0));
                assertTrue(hold.reached.await(300, TimeUnit.SECONDS), at);
                Future<FsckReport> check = threads.submit(() -> fsck(lake, false));
                FsckReport report = check.get(300, TimeUnit.SECONDS);
                hold.released.countDown();
                run.get(300, TimeUnit.SECONDS);
                assertEquals(List.of(), kinds(report), () -> at + ": " + told(report));
                assertEquals(1, report.busy(), at);
                FsckReport after = fsck(lake, false);
                assertEquals(List.of(), kinds(after), () -> at + ": " + told(after));
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** Holds the first write of a key. */
    private static final class Hold implements MemoryStore.Faults {

        private final String key;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean armed;

        Hold(String key) {
            this.key = key;
        }

        @Override
        public void before(Call call) {
            boolean isWrite = call.operation() == Operation.PUT || call.operation() == Operation.UPLOAD_COMMIT;
            if (armed && isWrite && call.key().equals(key) && reached.getCount() > 0) {
                reached.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Its files know nothing of attempts, its entries nothing of ETags. */
    @Test
    void aDayThatTheOldJobPackedGivesNoFinding() {
        MemoryLake lake = packed();
        String part = lake.raw.keys().stream()
                .filter(key -> key.endsWith(".parquet"))
                .findFirst()
                .orElseThrow();
        byte[] file = lake.raw.get(part).orElseThrow().bytes();
        lake.compact.put(MemoryLake.DATA, file, new Condition.Always());
        lake.compact.with(META, "{\"rows\": 40, \"source_files\": 1, \"ordering_columns\": [\"ts_event\", \"seq\"]}");
        rewrite(lake, MemoryLake.STATE, state -> {
            entry(state).remove(List.of("etag", "attempt", "manifest_digest"));
            entry(state).put("rows", 40).put("total_size_bytes", file.length);
        });
        FsckReport report = fsck(lake, true);
        assertEquals(List.of(), kinds(report), () -> told(report));
        lake.rebuild(lake.compact);
        assertFalse(lake.entry().has("etag"));
        rewrite(lake, MemoryLake.STATE, state -> entry(state).put("rows", 41));
        assertEquals(List.of(Kind.ENTRY), kinds(fsck(lake, false)));
    }

    @Test
    void theFileItselfIsNeverWritten() {
        MemoryLake lake = packed();
        byte[] data = lake.data();
        lake.compact.put(META, new byte[] {1}, new Condition.Always());
        assertEquals(0, fsck(lake, true).left());
        assertArrayEquals(data, lake.data());
    }
}
