package dev.daypack.quality;

import static dev.daypack.quality.DayLabel.BAD;
import static dev.daypack.quality.DayLabel.DEGRADED;
import static dev.daypack.quality.DayLabel.GOOD;
import static dev.daypack.quality.DayLabel.PARTIAL;
import static dev.daypack.quality.DayLabel.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daypack.quality.QualityRules.DayRules;
import dev.daypack.quality.QualityRules.WindowRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DayJudgeTest {

    private static final DayJudge JUDGE = new DayJudge(QualityRules.defaults());

    @Test
    void aDayWithoutWindowsIsUnknown() {
        assertDay(UNKNOWN, List.of("no quality windows"), new Day());
    }

    @Test
    void fewWholeWindowsAloneAreEnoughForGood() {
        assertDay(GOOD, List.of(), new Day().whole(1, WindowLabel.GOOD));
        assertDay(GOOD, List.of(), new Day().whole(96, WindowLabel.GOOD));
    }

    @Test
    void oneOrTwoBadWindowsDegradeAndThreeAreBad() {
        assertDay(GOOD, List.of(), good());
        assertDay(DEGRADED, List.of("1 BAD window >= 1"), good().whole(1, WindowLabel.BAD));
        assertDay(DEGRADED, List.of("2 BAD windows >= 1"), good().whole(2, WindowLabel.BAD));
        assertDay(BAD, List.of("3 BAD windows >= 3"), good().whole(3, WindowLabel.BAD));
        assertDay(BAD, List.of("4 BAD windows >= 3"), good().whole(4, WindowLabel.BAD));
    }

    @Test
    void tenDegradedWindowsDegrade() {
        assertDay(GOOD, List.of(), good().whole(9, WindowLabel.DEGRADED));
        assertDay(DEGRADED, List.of("10 DEGRADED windows >= 10"), good().whole(10, WindowLabel.DEGRADED));
        assertDay(DEGRADED, List.of("11 DEGRADED windows >= 10"), good().whole(11, WindowLabel.DEGRADED));
    }

    @Test
    void moreThanAHundredThousandDropsAreBad() {
        assertDay(GOOD, List.of(), good().drops(99_999));
        assertDay(GOOD, List.of(), good().drops(60_000).drops(40_000));
        assertDay(
                BAD,
                List.of("dropped events 100,001 > 100,000"),
                good().drops(60_000).drops(40_001));
    }

    @Test
    void theReferenceDegradesAboveFifteenMinutesAndIsBadAboveAnHour() {
        assertDay(GOOD, List.of(), good().offline(899_900));
        assertDay(GOOD, List.of(), good().offline(600_000).offline(300_000));
        assertDay(
                DEGRADED,
                List.of("binance offline 900.1 s > 900 s"),
                good().offline(600_000).offline(300_100));
        assertDay(DEGRADED, List.of("binance offline 3600 s > 900 s"), good().offline(3_600_000));
        assertDay(BAD, List.of("binance offline 3600.1 s > 3600 s"), good().offline(3_600_100));
    }

    @Test
    void tenthsOfSecondsAddUpExactly() {
        Day day = new Day();
        for (int window = 0; window < 9_000; window++) {
            day.offline(100);
        }
        assertDay(GOOD, List.of(), day);
        assertDay(DEGRADED, List.of("binance offline 900.1 s > 900 s"), day.offline(100));
    }

    @Test
    void aPartialWindowMattersBelowEightyOthers() {
        assertDay(
                PARTIAL,
                List.of("1 partial window, 79 others < 80"),
                new Day().whole(79, WindowLabel.GOOD).partial(1));
        assertDay(GOOD, List.of(), new Day().whole(80, WindowLabel.GOOD).partial(1));
        assertDay(GOOD, List.of(), new Day().whole(81, WindowLabel.GOOD).partial(2));
        assertDay(GOOD, List.of(), new Day().whole(79, WindowLabel.GOOD));
        assertDay(PARTIAL, List.of("3 partial windows, 0 others < 80"), new Day().partial(3));
    }

    @Test
    void othersAreWholeWindowsOfAnyLabel() {
        Day day = new Day()
                .whole(71, WindowLabel.GOOD)
                .whole(9, WindowLabel.DEGRADED)
                .partial(1);
        assertDay(GOOD, List.of(), day);
    }

    @Test
    void partialWindowsAddNothingToTheEvidence() {
        Day day = good();
        for (int window = 0; window < 20; window++) {
            day.add(WindowLabel.BAD, true, 1_000_000, Duration.ofHours(1));
        }
        assertDay(GOOD, List.of(), day);
        DayStats stats = day.judge(JUDGE).stats();
        assertEquals(new DayStats(100, 80, 0, 0, 20, 0, "binance", Duration.ZERO), stats);
    }

    @Test
    void badComesBeforeDegradedAndDegradedBeforePartial() {
        assertDay(
                BAD,
                List.of("3 BAD windows >= 3"),
                new Day().whole(3, WindowLabel.BAD).partial(1));
        assertDay(
                DEGRADED,
                List.of("1 BAD window >= 1"),
                new Day().whole(1, WindowLabel.BAD).partial(1));
        assertDay(
                BAD,
                List.of("3 BAD windows >= 3", "dropped events 200,000 > 100,000", "binance offline 4000 s > 3600 s"),
                new Day()
                        .whole(3, WindowLabel.BAD)
                        .whole(10, WindowLabel.DEGRADED)
                        .drops(200_000)
                        .offline(4_000_000));
        assertDay(
                DEGRADED,
                List.of("1 BAD window >= 1", "10 DEGRADED windows >= 10", "binance offline 1000 s > 900 s"),
                new Day()
                        .whole(1, WindowLabel.BAD)
                        .whole(10, WindowLabel.DEGRADED)
                        .offline(1_000_000));
    }

    @Test
    void statsCountWhatIsThere() {
        Day day = new Day()
                .whole(4, WindowLabel.GOOD)
                .whole(3, WindowLabel.DEGRADED)
                .whole(2, WindowLabel.BAD)
                .partial(5)
                .drops(7)
                .offline(1_500);
        DayStats stats = day.judge(JUDGE).stats();
        assertEquals(new DayStats(16, 6, 3, 2, 5, 7, "binance", Duration.ofMillis(1_500)), stats);
        assertEquals(11, stats.wholeWindows());
        assertEquals(16, day.judge(JUDGE).windows().size());
    }

    @Test
    void theLabelSaysWhatBecomesOfTheDay() {
        assertEquals(Packing.QUARANTINE, BAD.packing());
        assertEquals(Packing.WAIT, PARTIAL.packing());
        for (DayLabel label : List.of(GOOD, DEGRADED, UNKNOWN)) {
            assertEquals(Packing.PACK, label.packing(), label.name());
        }
    }

    @Test
    void labelsCarryTheVersionOfTheirRules() {
        assertEquals("1.0.0", good().judge(JUDGE).version());
        QualityRules okx = new QualityRules("okx", WindowRules.defaults(), DayRules.defaults());
        assertEquals("1.0.0+custom", good().judge(new DayJudge(okx)).version());
    }

    @Test
    void thresholdsThatMakeNoSenseAreRefused() {
        Duration hour = Duration.ofHours(1);
        assertThrows(IllegalArgumentException.class, () -> new DayRules(0, 0, hour, 1, 1, hour, 80));
        assertThrows(IllegalArgumentException.class, () -> new DayRules(3, -1, hour, 1, 1, hour, 80));
        assertThrows(IllegalArgumentException.class, () -> new DayRules(3, 0, hour.negated(), 1, 1, hour, 80));
        assertThrows(
                IllegalArgumentException.class, () -> new WindowRules(0, Double.NaN, hour, hour, hour, 5, 50, 100));
        assertThrows(IllegalArgumentException.class, () -> new WindowRules(0, 90, hour, hour, hour, 0, 50, 100));
        assertThrows(
                IllegalArgumentException.class,
                () -> new QualityRules(" ", WindowRules.defaults(), DayRules.defaults()));
    }

    private static Day good() {
        return new Day().whole(80, WindowLabel.GOOD);
    }

    private static void assertDay(DayLabel label, List<String> reasons, Day day) {
        DayQuality quality = day.judge(JUDGE);
        assertEquals(label, quality.label(), quality.reasons().toString());
        assertEquals(reasons, quality.reasons());
    }

    private static final class Day {
        private final List<JudgedWindow> windows = new ArrayList<>();

        Day whole(int count, WindowLabel label) {
            for (int window = 0; window < count; window++) {
                add(label, false, 0, Duration.ZERO);
            }
            return this;
        }

        Day partial(int count) {
            for (int window = 0; window < count; window++) {
                add(WindowLabel.GOOD, true, 0, Duration.ZERO);
            }
            return this;
        }

        Day drops(long events) {
            return add(WindowLabel.GOOD, false, events, Duration.ZERO);
        }

        Day offline(long millis) {
            return add(WindowLabel.GOOD, false, 0, Duration.ofMillis(millis));
        }

        Day add(WindowLabel label, boolean partial, long drops, Duration offline) {
            Instant start = Instant.parse("2026-01-26T00:00:00Z").plusSeconds(900L * windows.size());
            windows.add(new JudgedWindow(start, Optional.empty(), label, partial, List.of(), drops, offline));
            return this;
        }

        DayQuality judge(DayJudge judge) {
            return judge.judge(windows);
        }
    }
}
