package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.cli.CommandLines.Said;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that come late or are replaced, and days that are packed again or long after. */
class LateDataTest {

    private static final LocalDate BEFORE = TODAY.minusDays(2);

    @TempDir
    private Path directory;

    private SmallLake lake;

    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
    }

    private void packTwoDays() {
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), "{\"last_compacted_date\": \"20260124\"}");
        lake.parts("bbo/btcusdt", BEFORE, 3).parts("bbo/btcusdt", YESTERDAY, 3).parts("trade/ethusdt", YESTERDAY, 2);
        assertEquals(0, lake.run("catch-up").code());
        assertEquals(3, lake.check().published().size());
    }

    /** Fingerprints of published objects other than the state that changed. */
    private List<String> changedSince(SortedMap<String, String> before) {
        SortedMap<String, String> now = SmallLake.fingerprint(lake.compact);
        return now.keySet().stream()
                .filter(name -> !name.equals("compacted/_state.json"))
                .filter(name -> !now.get(name).equals(before.get(name)))
                .toList();
    }

    private static List<String> dayOf(String partition, LocalDate date) {
        return List.of("data.parquet", "meta.json", "quality_day.json").stream()
                .map(name -> SmallLake.prefix(partition, date) + "/" + name)
                .collect(Collectors.toList());
    }

    @Test
    void aLatePartRepacksJustItsDay() {
        packTwoDays();
        SortedMap<String, String> before = SmallLake.fingerprint(lake.compact);
        String digest =
                lake.entry("bbo/btcusdt", BEFORE).path("manifest_digest").asText();
        lake.part("bbo/btcusdt", BEFORE, 3, 50);

        assertTrue(lake.run("catch-up").out().contains("nothing to do"));
        assertEquals(List.of(), changedSince(before));
        Said said = lake.run("catch-up --recheck-days 7");

        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("3 planned = 1 success + 2 skipped"), said::toString);
        assertEquals(dayOf("bbo/btcusdt", BEFORE), changedSince(before));
        assertEquals(350, lake.entry("bbo/btcusdt", BEFORE).path("rows").asLong());
        assertEquals(350, lake.meta("bbo/btcusdt", BEFORE).path("rows").asLong());
        assertNotEquals(
                digest,
                lake.entry("bbo/btcusdt", BEFORE).path("manifest_digest").asText());
        lake.check();

        SortedMap<String, String> after = SmallLake.fingerprint(lake.compact);
        Said again = lake.run("catch-up --recheck-days 7");
        assertEquals(0, again.code(), again::toString);
        assertTrue(again.out().contains("3 planned = 0 success + 3 skipped"), again::toString);
        assertEquals(List.of(), changedSince(after));
    }

    @Test
    void aReplacedPartRepacksItsDay() {
        packTwoDays();
        SortedMap<String, String> before = SmallLake.fingerprint(lake.compact);
        Path part = lake.partPath("trade/ethusdt", YESTERDAY, 1);
        SmallLake.PARTS.write(part, SmallLake.rows("trade/ethusdt", YESTERDAY, 7, 100));
        assertEquals(0, lake.run("catch-up --recheck-days 1").code());
        assertEquals(dayOf("trade/ethusdt", YESTERDAY), changedSince(before));
        assertEquals(200, lake.entry("trade/ethusdt", YESTERDAY).path("rows").asLong());
        lake.check();
    }

    @Test
    void aPartThatIsGoneTakesNoRowsAwayUnlessAsked() {
        packTwoDays();
        SortedMap<String, String> before = SmallLake.fingerprint(lake.compact);
        SmallLake.delete(lake.partPath("bbo/btcusdt", BEFORE, 1));
        Said said = lake.run("catch-up --recheck-days 7");
        assertEquals(1, said.code(), said::toString);
        assertTrue(said.out().contains("the parts hold 200 rows, but 300 are published"), said::toString);
        assertEquals(List.of(), changedSince(before));
        assertEquals("success", lake.entry("bbo/btcusdt", BEFORE).path("status").asText());

        String remedy = said.out().replaceAll("(?s).*; daypack (backfill .*? --overwrite) packs.*", "$1");
        Said asked = lake.run(remedy);
        assertEquals(0, asked.code(), asked::toString);
        assertEquals(200, lake.entry("bbo/btcusdt", BEFORE).path("rows").asLong());
        lake.check();
    }

    @Test
    void recheckingLooksNoFurtherBackThanAsked() {
        packTwoDays();
        lake.part("bbo/btcusdt", BEFORE, 3, 50);
        Said said = lake.run("catch-up --recheck-days 1");
        assertTrue(said.out().contains("2 planned = 0 success + 2 skipped"), said::toString);
        assertEquals(300, lake.entry("bbo/btcusdt", BEFORE).path("rows").asLong());
    }

    @Test
    void aPartitionThatAppearsLateIsToldAndTakenWithinTheRecheckDays() {
        packTwoDays();
        lake.parts("bbo/solusdt", BEFORE, 1);
        Said told = lake.run("plan");
        assertTrue(told.out().contains("appeared after its day was finished"), told::toString);
        assertEquals(0, lake.run("catch-up --recheck-days 2").code());
        assertEquals(100, lake.entry("bbo/solusdt", BEFORE).path("rows").asLong());
        lake.check();
    }

    @Test
    void backfillPacksAgainOnlyWhatItIsToldToOverwrite() {
        packTwoDays();
        SortedMap<String, String> before = SmallLake.fingerprint(lake.compact);
        String range = "backfill --date-from " + YESTERDAY + " --date-to 20260126";
        assertTrue(lake.run(range).out().contains("nothing to do"));
        assertEquals(List.of(), changedSince(before));

        lake.part("bbo/btcusdt", YESTERDAY, 9, 10);
        Said said = lake.run(range + " --overwrite");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("2 planned = 2 success"), said::toString);
        assertEquals(310, lake.entry("bbo/btcusdt", YESTERDAY).path("rows").asLong());
        assertEquals(
                List.of(),
                changedSince(before).stream()
                        .filter(name -> !name.contains(SmallLake.basic(YESTERDAY)))
                        .toList());
        lake.check();
    }

    @Test
    void backfillWithoutDatesGoesBackwards() {
        for (int back = 5; back >= 1; back--) {
            lake.parts("bbo/btcusdt", TODAY.minusDays(back), 1);
        }
        assertEquals(0, lake.run("backfill --max-days 2").code());
        assertEquals(List.of("bbo/btcusdt 20260125", "bbo/btcusdt 20260126"), lake.published());
        assertEquals(0, lake.run("backfill --max-days 2").code());
        assertEquals("bbo/btcusdt 20260123", lake.published().get(0));
        assertEquals(0, lake.run("backfill").code());
        assertEquals(5, lake.check().published().size());
        assertTrue(lake.run("backfill").out().contains("nothing to do"));
        assertTrue(lake.run("catch-up").out().contains("nothing to do"));
    }

    @Test
    void backfillNeverTakesToday() {
        lake.parts("bbo/btcusdt", TODAY, 1).parts("bbo/btcusdt", YESTERDAY, 1);
        Said said = lake.run("backfill --date-from 20260120 --date-to 20260130");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("today and later are never packed"), said::toString);
        assertEquals(List.of("bbo/btcusdt 20260126"), lake.published());
    }

    @Test
    void equalInputsGiveEqualBytesAgain() {
        packTwoDays();
        String first = content("bbo/btcusdt", BEFORE);
        assertEquals(
                0,
                lake.run("backfill --date-from 20260125 --date-to 20260126 --overwrite --workers 1 --memory 64MiB")
                        .code());
        assertEquals(first, content("bbo/btcusdt", BEFORE));
    }

    private String content(String partition, LocalDate date) {
        String name = SmallLake.prefix(partition, date) + "/data.parquet";
        return SmallLake.fingerprint(lake.compact).get(name).split(" ", -1)[0];
    }
}
