package dev.daypack.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.StoreException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityReportTest {

    private static final LocalDate LAST = LocalDate.of(2026, 1, 26);

    @Test
    void theTableIsAlignedAndShowsEveryDay() {
        FakeStore store = new FakeStore();
        fill(store, "20260122", 96, 0, WindowText.empty());
        fill(store, "20260123", 90, 0, WindowText.empty());
        fill(
                store,
                "20260123",
                6,
                90,
                WindowText.empty().drops(30_000).queue("95").offline("{\"binance\": 700}"));
        fill(store, "20260124", 61, 0, WindowText.empty());
        fill(store, "20260124", 2, 61, WindowText.empty().field("is_partial", "true"));
        store.with("quality/date=20260125/window=0015.json", new byte[] {'{', 27});
        String expected = """
                date      label    windows  good  degraded  bad  partial    drops  binance offline  main reason
                20260121  UNKNOWN        0     0         0    0        0        0              0 s  no quality windows
                20260122  GOOD          96    96         0    0        0        0              0 s
                20260123  BAD           96    90         0    6        0  180,000           4200 s  6 BAD windows >= 3 (and 2 more)
                20260124  PARTIAL       63    61         0    0        2        0              0 s  2 partial windows, 61 others < 80
                20260125  ERROR          -     -         -    -        -        -                -  quality window quality/date=20260125/window=0015.json: line 1, column 3: @
                20260126  UNKNOWN        0     0         0    0        0        0              0 s  no quality windows
                """;
        QualityReport report = report(store, 6);
        assertEquals(expected, report.toText().replaceFirst("(column 3: )[^\n]*", "$1@"));
        assertTrue(report.hasUnreadableDays());
        assertFalse(report.toText().contains("\u001b"));
    }

    @Test
    void theJsonSaysTheSame() {
        FakeStore store = new FakeStore();
        fill(store, "20260126", 1, 0, WindowText.empty().drops(2));
        store.with("quality/date=20260125/w.json", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String expected = """
                {
                  "version" : "1.0.0",
                  "reference_exchange" : "binance",
                  "days" : [
                    {
                      "date" : "20260125",
                      "error" : "quality window quality/date=20260125/w.json: window_start: is missing. Put the collector's own copy of this window back, or remove it if there is none (the day is then judged without it), and run again."
                    },
                    {
                      "date" : "20260126",
                      "day_quality" : "DEGRADED",
                      "reasons" : [
                        "1 BAD window >= 1"
                      ],
                      "stats" : {
                        "total_windows" : 1,
                        "good" : 0,
                        "degraded" : 0,
                        "bad" : 1,
                        "partial" : 0,
                        "total_drops" : 2,
                        "reference_exchange" : "binance",
                        "reference_offline_seconds" : 0
                      }
                    }
                  ]
                }
                """;
        assertEquals(expected, report(store, 2).toJson());
    }

    @Test
    void daysComeOldestFirstAndEndWithTheLast() {
        QualityReport report = report(new FakeStore(), 3);
        assertEquals(
                List.of(LAST.minusDays(2), LAST.minusDays(1), LAST),
                report.days().stream().map(ReportedDay::date).toList());
        assertFalse(report.hasUnreadableDays());
    }

    @Test
    void anUnreasonableNumberOfDaysIsRefused() {
        for (int days : new int[] {0, -1, QualityReport.MAX_DAYS + 1}) {
            assertThrows(IllegalArgumentException.class, () -> report(new FakeStore(), days));
        }
    }

    @Test
    void aStoreThatDoesNotAnswerEndsTheReport() {
        FakeStore store = new FakeStore();
        fill(store, "20260126", 1, 0, WindowText.empty());
        store.beforeRead(key -> {
            throw new StoreException(StoreException.Kind.UNREACHABLE, key, "no answer", null);
        });
        assertThrows(StoreException.class, () -> report(store, 1));
    }

    private static QualityReport report(FakeStore store, int days) {
        QualityReader reader = new QualityReader(store, QualityReader.DEFAULT_PREFIX, Runnable::run, 4);
        QualityAssessor assessor = new QualityAssessor(reader, QualityRules.defaults());
        return QualityReport.of(assessor.rules(), LAST, days, assessor::assess);
    }

    private static void fill(FakeStore store, String date, int count, int from, WindowText text) {
        for (int index = from; index < from + count; index++) {
            store.with(String.format("quality/date=%s/w%03d.json", date, index), text.json());
        }
    }
}
