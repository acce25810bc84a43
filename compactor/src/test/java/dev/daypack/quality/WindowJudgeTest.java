package dev.daypack.quality;

import static dev.daypack.quality.WindowLabel.BAD;
import static dev.daypack.quality.WindowLabel.DEGRADED;
import static dev.daypack.quality.WindowLabel.GOOD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.quality.QualityRules.DayRules;
import dev.daypack.quality.QualityRules.WindowRules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowJudgeTest {

    private static final WindowJudge JUDGE = new WindowJudge(QualityRules.defaults());

    @Test
    void aWindowWithoutSignalsIsGood() {
        assertLabel(GOOD, WindowText.empty());
        assertEquals(List.of(), JUDGE.judge(WindowText.empty().window()).reasons());
    }

    @Test
    void aSingleDropIsBad() {
        assertLabel(GOOD, WindowText.empty().drops(0));
        assertLabel(BAD, WindowText.empty().drops(1));
        assertLabel(BAD, WindowText.empty().drops(2));
    }

    @Test
    void theQueueIsBadFromNinetyPercent() {
        assertLabel(GOOD, WindowText.empty().queue("89.9"));
        assertLabel(BAD, WindowText.empty().queue("90"));
        assertLabel(BAD, WindowText.empty().queue("90.1"));
    }

    @Test
    void theReferenceIsBadWhenAwayForMoreThanTenMinutes() {
        assertLabel(DEGRADED, WindowText.empty().offline("{\"binance\": 599.9}"));
        assertLabel(DEGRADED, WindowText.empty().offline("{\"binance\": 600}"));
        assertLabel(BAD, WindowText.empty().offline("{\"binance\": 600.1}"));
        assertLabel(DEGRADED, WindowText.empty().offline("{\"okx\": 900}"));
    }

    @Test
    void anyExchangeDegradesWhenAwayForMoreThanThreeMinutes() {
        for (String exchange : List.of("binance", "okx", "another")) {
            assertLabel(GOOD, WindowText.empty().offline("{\"" + exchange + "\": 179.9}"));
            assertLabel(GOOD, WindowText.empty().offline("{\"" + exchange + "\": 180}"));
            assertLabel(DEGRADED, WindowText.empty().offline("{\"" + exchange + "\": 180.1}"));
        }
        // Times of different exchanges are not added up.
        assertLabel(GOOD, WindowText.empty().offline("{\"binance\": 100, \"okx\": 100, \"bybit\": 100}"));
    }

    @Test
    void theDrainDegradesAboveThreeMinutes() {
        assertLabel(GOOD, WindowText.empty().drain("179.9"));
        assertLabel(GOOD, WindowText.empty().drain("180"));
        assertLabel(DEGRADED, WindowText.empty().drain("180.1"));
    }

    @Test
    void reconnectsDegradeFromFive() {
        assertLabel(GOOD, WindowText.empty().reconnects(4));
        assertLabel(DEGRADED, WindowText.empty().reconnects(5));
        assertLabel(DEGRADED, WindowText.empty().reconnects(6));
    }

    @Test
    void eachKindOfDegradedWindowCountsAsGoodWhenTheReferenceIsHealthy() {
        assertLabel(GOOD, healthy().offline("{\"binance\": 0, \"okx\": 900}"));
        assertLabel(GOOD, healthy().drain("900"));
        assertLabel(GOOD, healthy().reconnects(50));
    }

    @Test
    void reliefNeedsAReferenceThatWasNeverAway() {
        assertLabel(GOOD, healthy().reconnects(5).offline("{\"binance\": 0}"));
        assertLabel(GOOD, healthy().reconnects(5).offline("{\"binance\": 0.0, \"okx\": 10}"));
        assertLabel(DEGRADED, healthy().reconnects(5).offline("{\"binance\": 0.1}"));
        assertLabel(DEGRADED, healthy().offline("{\"binance\": 300}"));
    }

    @Test
    void reliefNeedsAQueueBelowFiftyPercent() {
        assertLabel(GOOD, healthy().reconnects(5).queue("49.9"));
        assertLabel(DEGRADED, healthy().reconnects(5).queue("50"));
        assertLabel(DEGRADED, healthy().reconnects(5).queue("50.1"));
    }

    @Test
    void reliefNeedsARateAboveOneHundred() {
        assertLabel(DEGRADED, healthy().reconnects(5).binanceEps("99.9"));
        assertLabel(DEGRADED, healthy().reconnects(5).binanceEps("100"));
        assertLabel(GOOD, healthy().reconnects(5).binanceEps("100.1"));
    }

    @Test
    void aBadWindowIsNeverRelieved() {
        assertLabel(BAD, healthy().drops(1));
        assertLabel(BAD, healthy().queue("90"));
        assertLabel(BAD, healthy().offline("{\"binance\": 601}"));
    }

    @Test
    void absentCountersReadAsZeroInReliefButAnAbsentRateGivesNone() {
        assertLabel(GOOD, WindowText.empty().reconnects(5).binanceEps("140"));
        assertLabel(
                DEGRADED, WindowText.empty().reconnects(5).drops(0).queue("12").offline("{\"binance\": 0}"));
        assertLabel(DEGRADED, WindowText.empty().reconnects(5).signal("eps_by_exchange", "{\"okx\": {\"min\": 900}}"));
        assertLabel(
                DEGRADED, WindowText.empty().reconnects(5).signal("eps_by_exchange", "{\"binance\": {\"avg\": 900}}"));
    }

    @Test
    void reliefNeedsNoDropsEvenWhenSomeAreTolerated() {
        WindowRules tolerant = new WindowRules(
                10, 90, Duration.ofSeconds(600), Duration.ofSeconds(180), Duration.ofSeconds(180), 5, 50, 100);
        WindowJudge judge = new WindowJudge(new QualityRules("binance", tolerant, DayRules.defaults()));
        assertEquals(GOOD, judge.judge(healthy().drops(10).window()).label());
        assertEquals(
                DEGRADED,
                judge.judge(healthy().drops(10).reconnects(5).window()).label());
        assertEquals(
                GOOD, judge.judge(healthy().drops(0).reconnects(5).window()).label());
        assertEquals(BAD, judge.judge(healthy().drops(11).window()).label());
    }

    @Test
    void theReferenceExchangeIsASetting() {
        WindowJudge judge = new WindowJudge(new QualityRules("okx", WindowRules.defaults(), DayRules.defaults()));
        assertEquals(
                BAD,
                judge.judge(WindowText.empty().offline("{\"okx\": 601}").window())
                        .label());
        JudgedWindow judged = judge.judge(
                WindowText.empty().offline("{\"binance\": 601, \"okx\": 3}").window());
        assertEquals(DEGRADED, judged.label());
        assertEquals(Duration.ofSeconds(3), judged.referenceOffline());
    }

    @Test
    void allReasonsOfALabelAreGivenWithValueAndThreshold() {
        assertReasons(
                List.of("dropped events 3 > 0", "queue peak 92.5% >= 90%", "binance offline 600.1 s > 600 s"),
                WindowText.empty()
                        .drops(3)
                        .queue("92.5")
                        .offline("{\"binance\": 600.1}")
                        .reconnects(9));
        assertReasons(
                List.of("okx offline 200 s > 180 s", "accelerated drain 181 s > 180 s", "reconnects 7 >= 5"),
                WindowText.empty()
                        .offline("{\"bybit\": 190, \"zeta\": 200, \"okx\": 200}")
                        .drain("181")
                        .reconnects(7));
        assertReasons(
                List.of("reconnects 5 >= 5", "counts as GOOD: binance was healthy"),
                healthy().reconnects(5));
    }

    @Test
    void theNameOfAnExchangeIsEscapedInReasons() {
        assertReasons(
                List.of("\\u001b[2J offline 200 s > 180 s"), WindowText.empty().offline("{\"\\u001b[2J\": 200}"));
    }

    @Test
    void whatTheDayNeedsIsCarriedAlong() {
        JudgedWindow judged = JUDGE.judge(WindowText.empty()
                .field("is_partial", "true")
                .field("quality", "\"DEGRADED\"")
                .drops(12)
                .offline("{\"binance\": 1.5}")
                .window());
        assertEquals(true, judged.partial());
        assertEquals("DEGRADED", judged.collectorLabel().orElseThrow());
        assertEquals(12, judged.droppedEvents());
        assertEquals(Duration.ofMillis(1_500), judged.referenceOffline());
        assertEquals("2026-01-26T00:15:00Z", judged.start().toString());
    }

    private static WindowText healthy() {
        return WindowText.empty()
                .drops(0)
                .queue("12")
                .offline("{\"binance\": 0}")
                .binanceEps("140");
    }

    private static void assertLabel(WindowLabel expected, WindowText text) {
        JudgedWindow judged = JUDGE.judge(text.window());
        assertEquals(expected, judged.label(), judged.reasons().toString());
    }

    private static void assertReasons(List<String> expected, WindowText text) {
        assertEquals(expected, JUDGE.judge(text.window()).reasons());
    }
}
