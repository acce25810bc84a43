package dev.daypack.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DayQualityTest {

    private static final String KEY = "exchange=binance/stream=bbo/symbol=btcusdt/date=20260126/quality_day.json";

    @Test
    void theSidecarIsWrittenToTheByte() {
        String expected = """
                {
                  "day_quality" : "DEGRADED",
                  "version" : "1.0.0",
                  "reasons" : [
                    "1 BAD window >= 1"
                  ],
                  "stats" : {
                    "total_windows" : 2,
                    "good" : 0,
                    "degraded" : 0,
                    "bad" : 1,
                    "partial" : 1,
                    "total_drops" : 3,
                    "reference_exchange" : "binance",
                    "reference_offline_seconds" : 600.1
                  },
                  "windows" : [
                    {
                      "window_start" : "2026-01-26T00:00:00Z",
                      "original_quality" : "GOOD",
                      "post_quality" : "BAD",
                      "is_partial" : false,
                      "reasons" : [
                        "dropped events 3 > 0",
                        "binance offline 600.1 s > 600 s"
                      ],
                      "dropped_events" : 3,
                      "reference_offline_seconds" : 600.1
                    },
                    {
                      "window_start" : "2026-01-26T00:15:00Z",
                      "post_quality" : "GOOD",
                      "is_partial" : true,
                      "reasons" : [ ],
                      "dropped_events" : 0,
                      "reference_offline_seconds" : 100
                    }
                  ]
                }
                """;
        assertEquals(expected, new String(sample().toJson(), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsReadBackEqual() {
        DayQuality unknown = new DayJudge(QualityRules.defaults()).judge(List.of());
        for (DayQuality quality : List.of(sample(), unknown)) {
            DayQuality back = DayQuality.parse(KEY, quality.toJson());
            assertEquals(quality, back);
            assertArrayEquals(quality.toJson(), back.toJson());
        }
    }

    @Test
    void theSumsOfTheLargestWindowsAreReadBack() {
        Window largest = WindowText.empty()
                .drops(Window.MAX_COUNT)
                .offline("{\"binance\": " + Window.MAX_SECONDS + "}")
                .window();
        JudgedWindow judged = new WindowJudge(QualityRules.defaults()).judge(largest);
        DayQuality quality = new DayJudge(QualityRules.defaults())
                .judge(java.util.Collections.nCopies(QualityReader.MAX_WINDOWS, judged));
        assertEquals(quality.stats(), DayQuality.parse(KEY, quality.toJson()).stats());
    }

    @Test
    void aSidecarOfThePythonJobIsRead() {
        DayQuality quality = parse("""
                {"day_quality": "PARTIAL", "version": "1.0.0",
                 "stats": {"total_windows": 2, "good": 1, "degraded": 0, "bad": 0, "partial": 1, "total_drops": 0,
                           "binance_offline_total": 2.5},
                 "windows": [
                   {"window_start": "2026-01-07T00:00:00Z", "original_quality": "BAD", "post_quality": "GOOD",
                    "is_partial": true, "reasons": [], "binance_offline": 0, "dropped_events": 0},
                   {"window_start": "2026-01-07T00:15:00Z", "original_quality": "GOOD", "post_quality": "GOOD",
                    "is_partial": false, "reasons": ["reconnects=5"], "binance_offline": 2.5, "dropped_events": 0}]}
                """);
        assertEquals(DayLabel.PARTIAL, quality.label());
        assertEquals("binance", quality.stats().referenceExchange());
        assertEquals(Duration.ofMillis(2_500), quality.stats().referenceOffline());
        assertEquals(Duration.ofMillis(2_500), quality.windows().get(1).referenceOffline());
    }

    @Test
    void aDocumentThatContradictsItselfIsRefused() {
        String text = new String(sample().toJson(), StandardCharsets.UTF_8);
        assertRefused(text.replace("\"total_windows\" : 2", "\"total_windows\" : 3"), "add up");
        assertRefused(
                text.replace("\"total_windows\" : 2", "\"total_windows\" : 3").replace("\"bad\" : 1", "\"bad\" : 2"),
                "3 windows counted, 2 listed");
    }

    @Test
    void anythingElseIsRefusedWithKeyPlaceAndRemedy() {
        String text = new String(sample().toJson(), StandardCharsets.UTF_8);
        assertRefused("", "the document");
        assertRefused("[]", "expected an object");
        assertRefused("{}", "reference_exchange");
        assertRefused(
                text.replace("DEGRADED", "FINE"), "day_quality: expected a quality label, found the text \"FINE\"");
        assertRefused(
                text.replace("\"post_quality\" : \"BAD\"", "\"post_quality\" : \"PARTIAL\""),
                "windows[0].post_quality");
        assertRefused(text.replace("\"version\" : \"1.0.0\",", ""), "version: is missing");
        assertRefused(text.replace("\"total_drops\" : 3", "\"total_drops\" : -3"), "stats.total_drops");
        assertRefused(text.replace("\"good\" : 0", "\"good\" : 99999999999"), "stats.good");
        assertRefused(text.replace("2026-01-26T00:15:00Z", "soon"), "windows[1].window_start");
    }

    @Test
    void textFromOutsideIsPrintableAsciiInTheSidecar() {
        JudgedWindow window = new JudgedWindow(
                Instant.EPOCH,
                Optional.of("\u001b[2J\u007f\u0085\u202e\ud83d\ude00"),
                WindowLabel.GOOD,
                false,
                List.of(),
                0,
                Duration.ZERO);
        DayQuality quality = new DayJudge(QualityRules.defaults()).judge(List.of(window));
        String text = new String(quality.toJson(), StandardCharsets.UTF_8);
        assertFalse(text.chars().anyMatch(unit -> unit != '\n' && (unit < 0x20 || unit > 0x7e)), text);
        assertEquals(quality, DayQuality.parse(KEY, quality.toJson()));
    }

    private static DayQuality sample() {
        WindowJudge judge = new WindowJudge(QualityRules.defaults());
        Window bad = WindowText.empty()
                .field("window_start", "\"2026-01-26T00:00:00Z\"")
                .field("quality", "\"GOOD\"")
                .drops(3)
                .offline("{\"binance\": 600.1}")
                .window();
        Window partial = WindowText.empty()
                .field("is_partial", "true")
                .offline("{\"binance\": 100}")
                .window();
        return new DayJudge(QualityRules.defaults()).judge(List.of(judge.judge(bad), judge.judge(partial)));
    }

    private static DayQuality parse(String text) {
        return DayQuality.parse(KEY, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String text, String problem) {
        UnreadableDayQualityException error =
                assertThrows(UnreadableDayQualityException.class, () -> parse(text), text);
        assertEquals(KEY, error.key());
        assertTrue(error.getMessage().startsWith(KEY + ": "), error.getMessage());
        assertTrue(error.getMessage().contains(problem), error.getMessage());
        assertTrue(error.getMessage().contains("Delete it"), error.getMessage());
    }
}
