package dev.daypack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.cancel.Cancellation;
import dev.daypack.integrity.DayVerdict;
import dev.daypack.integrity.DayVerdict.Standing;
import dev.daypack.integrity.VerifyReport;
import dev.daypack.integrity.VerifyReportText;
import dev.daypack.store.Condition;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.StoreException;
import dev.daypack.testing.ParquetJava;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damage of every kind is planted into what is published; {@code verify} must find just that. */
class VerifyTest {

    private static final LocalDate DAY = SmallLake.YESTERDAY;
    private static final String DATA = IntegrityLake.prefix(DAY) + "data.parquet";
    private static final String META = IntegrityLake.prefix(DAY) + "meta.json";
    private static final String QUALITY = IntegrityLake.prefix(DAY) + "quality_day.json";

    private static IntegrityLake original;

    @TempDir
    Path directory;

    @BeforeAll
    static void pack(@TempDir Path lake) {
        original = IntegrityLake.packed(lake);
    }

    @ParameterizedTest
    @MethodSource("dev.daypack.app.Damage#all")
    void damageIsFoundAndNamed(Damage damage) {
        IntegrityLake lake = packed();
        damage.plant().accept(lake);
        List<String> before = IntegrityLake.stats(lake.compact, "");
        DayVerdict verdict = lake.verdict(false);
        assertEquals(
                new TreeSet<>(List.of(damage.found().split(", *"))),
                IntegrityLake.kinds(verdict),
                () -> verdict.deviations().toString());
        assertEquals(Standing.DEVIATES, verdict.standing());
        verdict.deviations()
                .forEach(deviation -> assertTrue(
                        deviation
                                .remedy()
                                .matches("daypack (backfill --date-from 20260126 --date-to 20260126 --exchanges"
                                        + " binance --streams bbo --symbols btcusdt --overwrite|fsck --repair .*)"),
                        deviation.remedy()));
        assertEquals(before, IntegrityLake.stats(lake.compact, ""), "verify wrote");
    }

    @Test
    void whatIsAsItIsClaimedIsSoundAndMadeAgainToTheByte() {
        IntegrityLake lake = packed();
        VerifyReport report = lake.verify(true);
        assertTrue(report.isClean(), report::toString);
        assertEquals(1, report.count(Standing.SOUND));
        assertEquals(70, report.rows());
        assertEquals(
                List.of("packed again from 2 raw parts: equal bytes"),
                report.verdicts().get(0).remarks());
    }

    @Test
    void aDayThatIsReplacedWhileItIsReadIsReadAgain() {
        LocalDate day = DAY;
        IntegrityLake[] holder = new IntegrityLake[1];
        boolean[] isDone = new boolean[1];
        IntegrityLake lake = new IntegrityLake(directory, new MemoryStore.Faults() {}, new MemoryStore.Faults() {
            @Override
            public void before(MemoryStore.Call call) {
                if (holder[0] != null && !isDone[0] && call.operation() == MemoryStore.Operation.READ) {
                    isDone[0] = true;
                    holder[0].deliver(day, 5, 20);
                    holder[0].backfill(day, true);
                }
            }
        });
        lake.deliver(DAY, 0, 40);
        lake.catchUp(0);
        holder[0] = lake;
        DayVerdict verdict = lake.verdict(false);
        assertTrue(isDone[0]);
        assertEquals(Standing.SOUND, verdict.standing(), verdict::toString);
        assertEquals(60, verdict.rows());
    }

    @Test
    void aByteThatIsFlippedOnItsWayIsNoBrokenFile() {
        IntegrityLake lake = packed();
        int[] reads = {0};
        MemoryStore compact = lake.compact;
        var flaky = new FlippingStore(compact, key -> key.endsWith("data.parquet") && ++reads[0] == 1);
        VerifyReport report = lake.verify(lake.raw, flaky, false, new Cancellation());
        assertTrue(report.isClean(), report::toString);
        assertTrue(reads[0] > 1);
    }

    @Test
    void aStoreThatFailsIsNotADeviation() {
        boolean[] isBroken = new boolean[1];
        IntegrityLake lake = new IntegrityLake(directory, new MemoryStore.Faults() {}, new MemoryStore.Faults() {
            @Override
            public void before(MemoryStore.Call call) {
                if (isBroken[0] && call.operation() == MemoryStore.Operation.READ) {
                    throw new StoreException(StoreException.Kind.UNREACHABLE, call.key(), "out of reach", null);
                }
            }
        });
        lake.deliver(DAY, 0, 40);
        lake.catchUp(0);
        isBroken[0] = true;
        DayVerdict verdict = lake.verdict(false);
        assertEquals(Standing.FAILED, verdict.standing());
        assertEquals("store_unreachable", verdict.failure().orElseThrow().type());
    }

    /** A run records what it has published only when its next day ends, which takes as long as that day takes. */
    @Test
    void whatARunHasPublishedAndNotRecordedYetIsNoDeviation() {
        IntegrityLake lake = packed();
        lake.compact.with("compacted/locks/binance/bbo/ethusdt/20260126.lock", "{}");
        for (String status : List.of("", "in_progress", "failed")) {
            lake.edit(IntegrityLake.STATE, state -> {
                ObjectNode entries = (ObjectNode) state.path("partitions");
                entries.remove(IntegrityLake.stateKey(SmallLake.YESTERDAY));
                if (!status.isEmpty()) {
                    entries.putObject(IntegrityLake.stateKey(SmallLake.YESTERDAY))
                            .put("status", status)
                            .put("etag", "of-the-file-before");
                }
            });
            DayVerdict verdict = lake.verdict(false);
            assertEquals(Standing.SOUND, verdict.standing(), () -> status + verdict);
            assertTrue(verdict.remarks().get(0).contains("not recorded yet"), verdict::toString);
        }
        lake.compact.delete("compacted/locks/binance/bbo/ethusdt/20260126.lock");
        assertEquals(Standing.DEVIATES, lake.verdict(false).standing(), "nobody is at work who could record it");
    }

    @Test
    void aCopiedStoreIsSoundAndSaysSo() {
        IntegrityLake lake = packed();
        lake.replace(DAY, lake.bytes(DATA));
        DayVerdict verdict = lake.verdict(false);
        assertEquals(Standing.SOUND, verdict.standing(), verdict::toString);
        assertTrue(verdict.remarks().get(0).contains("copied"), verdict::toString);
    }

    @Test
    void aFileOfAnotherProgramIsReadAndHeldToWhatItsSidecarSays() {
        IntegrityLake lake = packed();
        lake.replaceUnnoticed(DAY, Damage.refooted(lake, footer -> footer.setKey_value_metadata(List.of())));
        String etag = lake.compact.head(DATA).orElseThrow().etag();
        lake.edit(META, node -> node.retain("rows", "order_by", "source_files", "sha256", "ordering_columns"));
        lake.editEntry(DAY, node -> node.put("etag", etag));
        assertEquals(
                List.of("state _state.json"),
                List.copyOf(IntegrityLake.kinds(lake.verdict(false))),
                "the state says that it was ours");
        lake.editEntry(DAY, node -> node.remove(List.of("attempt", "manifest_digest")));
        assertEquals(Standing.UNPROVEN, lake.verdict(false).standing());
        lake.edit(META, node -> node.put("rows", 71));
        assertEquals(List.of("rows meta.json"), List.copyOf(IntegrityLake.kinds(lake.verdict(false))));
    }

    @Test
    void rawPartsThatAreGoneOrOthersAreNamedByARebuild() {
        IntegrityLake lake = packed();
        String second = lake.raw
                .list(IntegrityLake.prefix(DAY))
                .get(1)
                .key()
                .substring(IntegrityLake.prefix(DAY).length());
        lake.raw.delete(IntegrityLake.prefix(DAY) + second);
        DayVerdict gone = lake.verdict(true);
        assertEquals(List.of("raw " + second), List.copyOf(IntegrityLake.kinds(gone)));
        assertTrue(gone.deviations().get(0).detail().startsWith("1 of the 2 raw parts"), gone::toString);
        assertEquals(Standing.SOUND, lake.verdict(false).standing());
        lake.raw.put(IntegrityLake.prefix(DAY) + second, new byte[12], new Condition.Always());
        DayVerdict changed = lake.verdict(true);
        assertTrue(changed.deviations().get(0).detail().contains("are others now"), changed::toString);
    }

    @Test
    void lateRawPartsAreARemark() {
        IntegrityLake lake = packed();
        lake.deliver(DAY, 2, 10);
        DayVerdict verdict = lake.verdict(true);
        assertEquals(Standing.SOUND, verdict.standing());
        assertTrue(verdict.remarks().toString().contains("1 raw parts came after"), verdict::toString);
    }

    @Test
    void otherSettingsMakeOtherBytesOfTheSameRows() {
        IntegrityLake lake = packed();
        lake.settings.put("DAYPACK_PAGE_ROWS", "8");
        DayVerdict verdict = lake.verdict(true);
        assertEquals(Standing.SOUND, verdict.standing(), verdict::toString);
        assertTrue(verdict.remarks().get(0).contains("equal rows"), verdict::toString);
    }

    @Test
    void aFileThatIsAllRightButNotWhatRawGivesIsFoundByARebuildOnly() {
        IntegrityLake lake = packed();
        IntegrityLake other = new IntegrityLake(directory.resolve("other"));
        other.deliver(DAY, 0, 40);
        other.deliver(DAY, 3, 30);
        other.catchUp(0);
        // All of the other day, under the manifest of this one.
        Map<String, String> own = ParquetJava.keyValues(lake.file(lake.bytes(DATA)));
        String manifest = own.get("daypack.manifest_digest");
        byte[] liar = Damage.refooted(
                other,
                footer -> footer.getKey_value_metadata().forEach(pair -> {
                    boolean isOwn = pair.getKey().matches("daypack.(manifest_digest|attempt|inversions)");
                    pair.setValue(isOwn ? own.get(pair.getKey()) : pair.getValue());
                }));
        ArrayNode inputs = (ArrayNode) lake.json(META).get("inputs");
        ObjectNode inversions = (ObjectNode) lake.json(META).get("inversions");
        String attempt = lake.json(META).get("attempt").asText();
        lake.compact.put(META, other.bytes(META), new Condition.Always());
        lake.editMeta(
                DAY,
                node -> node.put("manifest_digest", manifest)
                        .put("attempt", attempt)
                        .setAll(Map.of("inputs", inputs, "inversions", inversions)));
        lake.replaceUnnoticed(DAY, liar);
        assertEquals(
                Standing.SOUND,
                lake.verdict(false).standing(),
                () -> lake.verdict(false).toString());
        assertEquals(List.of("rebuild data.parquet"), List.copyOf(IntegrityLake.kinds(lake.verdict(true))));
    }

    @Test
    void theReportIsSafeToPrintAndNamesObjectAndRemedy() {
        IntegrityLake lake = packed();
        lake.editMeta(DAY, node -> node.put("attempt", "\u001b[31m\nred"));
        List<String> lines = VerifyReportText.lines(lake.verify(false));
        assertEquals("NOT AS CLAIMED  binance/bbo/btcusdt/20260126", lines.get(0));
        assertEquals("  object  " + META, lines.get(1));
        assertTrue(lines.get(2).startsWith("    sidecar: attempt is \\u001b[31m\\u000ared, "), lines.get(2));
        assertTrue(lines.get(3).startsWith("  try     daypack backfill --date-from 20260126"), lines.get(3));
        assertEquals("verify: 1 partition-day = 0 sound + 1 not as claimed", lines.get(5));
        assertNotEquals("", VerifyReportText.json(lake.verify(false)).toString());
    }

    private IntegrityLake packed() {
        return original.copy(directory, new MemoryStore.Faults() {}, new MemoryStore.Faults() {});
    }
}
