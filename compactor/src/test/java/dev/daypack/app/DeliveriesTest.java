package dev.daypack.app;

import static dev.daypack.app.SmallLake.TODAY;
import static dev.daypack.app.SmallLake.YESTERDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.daypack.cli.CommandLines.Said;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several deliveries of a day side by side, of which the newest counts: the setting versions. */
class DeliveriesTest {

    private static final LocalDate BEFORE = TODAY.minusDays(2);
    private static final String BTC = "bbo/btcusdt";
    private static final String FIRST = "20260126_230000";
    private static final String SECOND = "20260127_010000";
    private static final String THIRD = "20260127_020000";

    @TempDir
    private Path directory;

    private SmallLake lake;

    @BeforeEach
    void open() {
        lake = new SmallLake(directory);
        lake.environment.put("DAYPACK_VERSIONS", "newest-prefix");
    }

    private SortedMap<String, String> publishedNow() {
        SortedMap<String, String> now = SmallLake.fingerprint(lake.compact);
        now.remove("compacted/_state.json");
        return now;
    }

    private List<String> changedSince(SortedMap<String, String> before) {
        SortedMap<String, String> now = publishedNow();
        return now.keySet().stream()
                .filter(name -> !now.get(name).equals(before.get(name)))
                .toList();
    }

    private static List<String> dayOf(String partition, LocalDate date) {
        return List.of("data.parquet", "meta.json", "quality_day.json").stream()
                .map(name -> SmallLake.prefix(partition, date) + "/" + name)
                .toList();
    }

    /** Two days of two partitions, one delivery each; and an older one of one day, whose parts are broken. */
    private void packTwoDays() {
        SmallLake.write(lake.compact.resolve("compacted/_state.json"), "{\"last_compacted_date\": \"20260124\"}");
        lake.delivery(BTC, BEFORE, SECOND, 3, 100).delivery("trade/ethusdt", YESTERDAY, SECOND, 1, 100);
        lake.delivery(BTC, YESTERDAY, SECOND, 2, 100);
        for (String name : List.of("a", "b", "c")) {
            SmallLake.write(lake.deliveryPath(BTC, YESTERDAY, FIRST, name), "this is no Parquet file");
        }
        assertEquals(0, lake.run("catch-up").code());
        assertEquals(3, lake.check().published().size());
    }

    @Test
    void catchUpPacksTheNewestAndReportsTheOthersUnread() {
        SmallLake.write(lake.deliveryPath(BTC, YESTERDAY, FIRST, "a"), "this is no Parquet file");
        SmallLake.write(lake.deliveryPath(BTC, YESTERDAY, "20260126_120000", "b"), "nor is this");
        lake.delivery(BTC, YESTERDAY, SECOND, 2, 100);

        Said plan = lake.run("plan");
        assertTrue(plan.out().contains("delivery 20260127_010000, parts: 2; superseded: 2"), plan::toString);
        Said said = lake.run("catch-up --json --verbose");

        assertEquals(0, said.code(), said::toString);
        JsonNode report = SmallLake.json(said.out());
        assertEquals(2, report.path("superseded_parts").asInt());
        JsonNode day = report.path("partitions").get(0);
        assertEquals(2, day.path("superseded_parts").asInt());
        assertEquals(2, day.path("parts").asInt());
        assertEquals(200, day.path("rows").asInt());
        JsonNode meta = lake.meta(BTC, YESTERDAY);
        assertEquals(2, meta.path("source_files").asInt());
        assertEquals(SECOND, meta.path("delivery").asText());
        assertEquals(2, meta.path("superseded").path("parts").asInt());
        assertEquals(34, meta.path("superseded").path("bytes").asInt());
        assertEquals(
                List.of(
                        SmallLake.prefix(BTC, YESTERDAY) + "/20260126_120000_b.parquet",
                        SmallLake.prefix(BTC, YESTERDAY) + "/20260126_230000_a.parquet"),
                texts(meta.path("superseded").path("keys")));
        assertEquals(200, lake.entry(BTC, YESTERDAY).path("rows").asLong());
        lake.check();
    }

    @Test
    void thePeoplesReportAndTheLogLineCountThem() {
        SmallLake.write(lake.deliveryPath(BTC, YESTERDAY, FIRST, "a"), "this is no Parquet file");
        lake.delivery(BTC, YESTERDAY, SECOND, 2, 100);
        Said said = lake.run("catch-up");
        assertEquals(0, said.code(), said::toString);
        assertTrue(
                said.out().contains("superseded: 1 part of older deliveries in 1 partition-day, not read"),
                said::toString);
        lake.check();
    }

    @Test
    void aNewerDeliveryRepacksExactlyItsDay() {
        packTwoDays();
        SortedMap<String, String> before = publishedNow();
        lake.delivery(BTC, BEFORE, THIRD, 2, 160);

        assertTrue(lake.run("catch-up").out().contains("nothing to do"));
        assertEquals(List.of(), changedSince(before));
        Said said = lake.run("catch-up --recheck-days 7");

        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("3 planned = 1 success + 2 skipped"), said::toString);
        assertTrue(said.out().contains("superseded: 6 parts of older deliveries in 2 partition-days"), said::toString);
        assertEquals(dayOf(BTC, BEFORE), changedSince(before));
        assertEquals(320, lake.entry(BTC, BEFORE).path("rows").asLong());
        assertEquals(THIRD, lake.meta(BTC, BEFORE).path("delivery").asText());
        lake.check();

        SortedMap<String, String> after = publishedNow();
        Said again = lake.run("catch-up --recheck-days 7");
        assertTrue(again.out().contains("3 planned = 0 success + 3 skipped"), again::toString);
        assertEquals(List.of(), changedSince(after));
    }

    /** It may still be under way. */
    @Test
    void aNewerDeliveryWithFewerRowsReplacesADayOnlyWhenAsked() {
        packTwoDays();
        SortedMap<String, String> before = publishedNow();
        lake.delivery(BTC, BEFORE, THIRD, 1, 7);
        Said said = lake.run("catch-up --recheck-days 7");
        assertEquals(1, said.code(), said::toString);
        assertTrue(said.out().contains("the parts hold 7 rows, but 300 are published"), said::toString);
        assertEquals(List.of(), changedSince(before));

        String date = SmallLake.basic(BEFORE);
        assertEquals(
                0,
                lake.run("backfill --date-from " + date + " --date-to " + date + " --overwrite")
                        .code());
        assertEquals(7, lake.entry(BTC, BEFORE).path("rows").asLong());
        lake.check();
    }

    @Test
    void anOlderDeliveryThatComesLateChangesNothing() {
        packTwoDays();
        SortedMap<String, String> before = publishedNow();
        lake.delivery(BTC, BEFORE, FIRST, 1, 500);
        Said said = lake.run("catch-up --recheck-days 7");
        assertEquals(0, said.code(), said::toString);
        assertTrue(said.out().contains("3 planned = 0 success + 3 skipped"), said::toString);
        assertEquals(List.of(), changedSince(before));
    }

    @Test
    void aDeliveryThatIsGoneIsNotReplacedByAnOlderOneUnlessAsked() {
        packTwoDays();
        lake.delivery(BTC, BEFORE, THIRD, 1, 400);
        assertEquals(0, lake.run("catch-up --recheck-days 7").code());
        SortedMap<String, String> before = publishedNow();
        SmallLake.delete(lake.deliveryPath(BTC, BEFORE, THIRD, "0"));

        Said said = lake.run("catch-up --recheck-days 7");
        assertEquals(1, said.code(), said::toString);
        assertTrue(
                said.out().contains("the newest delivery in raw is 20260127_010000, but 20260127_020000 is published"),
                said::toString);
        assertEquals(List.of(), changedSince(before));

        assertTrue(said.out().matches("(?s).*  try    daypack backfill [^\n]* --overwrite\n.*"), said::toString);
        String remedy = said.out().replaceAll("(?s).*; daypack (backfill .*? --overwrite) packs.*", "$1");
        assertEquals(0, lake.run(remedy).code());
        assertEquals(300, lake.entry(BTC, BEFORE).path("rows").asLong());
    }

    @Test
    void aPartThatTellsNoDeliverySetsItsDayApartAndIsNamed() {
        lake.delivery(BTC, YESTERDAY, SECOND, 2, 100).parts(BTC, YESTERDAY, 1);
        lake.parts("trade/ethusdt", YESTERDAY, 2).delivery("trade/solusdt", YESTERDAY, SECOND, 1, 10);
        Said plan = lake.run("plan");
        assertTrue(plan.out().contains("will be quarantined: "), plan::toString);
        Said said = lake.run("catch-up");

        assertEquals(1, said.code(), said::toString);
        assertTrue(said.out().contains("3 planned = 1 success + 2 quarantine"), said::toString);
        String part = SmallLake.prefix(BTC, YESTERDAY) + "/part-1767755367-000000.parquet";
        assertTrue(said.out().contains(part), said::toString);
        assertTrue(said.out().contains("1 of 3 parts of the partition-day do not"), said::toString);
        assertTrue(said.out().contains("2 of 2 parts of the partition-day do not"), said::toString);
        assertTrue(said.out().contains(" --symbols ethusdt --retry-quarantine\n"), said::toString);
        assertEquals(
                "unversioned_part",
                lake.entry(BTC, YESTERDAY).path("error_type").asText());
        assertEquals(part, lake.entry(BTC, YESTERDAY).path("failing_key").asText());
        assertEquals(List.of("trade/solusdt 20260126"), lake.published());

        SmallLake.delete(lake.partPath(BTC, YESTERDAY, 0));
        assertEquals(1, lake.run("catch-up --retry-quarantine").code());
        assertEquals(200, lake.entry(BTC, YESTERDAY).path("rows").asLong());
    }

    @Test
    void withoutTheSettingEveryDeliveryCounts() {
        lake.environment.clear();
        lake.delivery(BTC, YESTERDAY, FIRST, 1, 100).delivery(BTC, YESTERDAY, SECOND, 1, 100);
        assertEquals(0, lake.run("catch-up").code());
        assertEquals(200, lake.entry(BTC, YESTERDAY).path("rows").asLong());
        assertFalse(lake.meta(BTC, YESTERDAY).has("delivery"));
        assertFalse(lake.meta(BTC, YESTERDAY).has("superseded"));
        lake.check();
    }

    @Test
    void aSidecarThatIsWrittenAnewTellsTheSame() {
        packTwoDays();
        String meta = SmallLake.text(lake.published(BTC, YESTERDAY, "meta.json"));
        SmallLake.delete(lake.published(BTC, YESTERDAY, "meta.json"));
        Said said = lake.run("catch-up --recheck-days 7");
        assertEquals(0, said.code(), said::toString);
        assertEquals(withoutPeaks(meta), withoutPeaks(SmallLake.text(lake.published(BTC, YESTERDAY, "meta.json"))));
    }

    private static String withoutPeaks(String meta) {
        return meta.replaceAll(" *\"[a-z]*_peak_bytes\" : [0-9]+,\n", "");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
