package dev.daypack.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

    private static final String KEY = "quality/date=20260126/window=0015.json";

    @Test
    void aWholeWindowIsReadFieldByField() {
        Window window = parse("""
                {"window_start": "2026-01-26T00:15:00Z", "window_end": "2026-01-26T00:30:00Z", "quality": "GOOD",
                 "is_partial": true, "signals": {"dropped_events": 7, "queue_pct_peak": 12.5, "reconnects": 2,
                 "drain_mode_accelerated_seconds": 0.1, "s3_upload_failures": 1,
                 "offline_seconds_by_exchange": {"binance": 0, "okx": 600.1},
                 "eps_by_exchange": {"binance": {"avg": 900.5, "min": 140}, "okx": {"avg": 3}}}}
                """);
        assertEquals(
                new Window(
                        KEY,
                        Instant.parse("2026-01-26T00:15:00Z"),
                        Optional.of("GOOD"),
                        true,
                        OptionalLong.of(7),
                        OptionalDouble.of(12.5),
                        OptionalLong.of(2),
                        Optional.of(Duration.ofMillis(100)),
                        Map.of("binance", Duration.ZERO, "okx", Duration.ofMillis(600_100)),
                        Map.of("binance", 140.0)),
                window);
    }

    @Test
    void absentAndNullSignalsAreEmpty() {
        for (String signals : new String[] {
            "",
            ", \"signals\": null",
            ", \"signals\": {}",
            ", \"signals\": {\"dropped_events\": null, \"queue_pct_peak\": null, \"reconnects\": null,"
                    + "\"drain_mode_accelerated_seconds\": null, \"offline_seconds_by_exchange\": null,"
                    + "\"eps_by_exchange\": null}, \"is_partial\": null, \"quality\": null",
            ", \"signals\": {\"offline_seconds_by_exchange\": {\"binance\": null},"
                    + "\"eps_by_exchange\": {\"binance\": null, \"okx\": {}, \"bybit\": {\"min\": null}}}"
        }) {
            Window window = parse("{\"window_start\": \"2026-01-26T00:15:00+00:00\"" + signals + "}");
            assertEquals(
                    new Window(
                            KEY,
                            Instant.parse("2026-01-26T00:15:00Z"),
                            Optional.empty(),
                            false,
                            OptionalLong.empty(),
                            OptionalDouble.empty(),
                            OptionalLong.empty(),
                            Optional.empty(),
                            Map.of(),
                            Map.of()),
                    window,
                    signals);
        }
    }

    @Test
    void aStartWithoutOffsetIsUtcAndOthersAreConverted() {
        assertEquals(
                Instant.parse("2026-01-26T00:15:00Z"),
                parse("{\"window_start\": \"2026-01-26T00:15:00\"}").start());
        assertEquals(
                Instant.parse("2026-01-26T00:15:00.25Z"),
                parse("{\"window_start\": \"2026-01-26T03:15:00.250+03:00\"}").start());
    }

    @Test
    void aWholeNumberMayBeWrittenWithADecimalPoint() {
        assertEquals(
                OptionalLong.of(3),
                WindowText.empty().signal("reconnects", "3.0").window().reconnects());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"GOOD\"",
                "12",
                "{",
                "{\"window_start\": \"2026-01-26T00:15:00Z\"",
                "{\"window_start\": \"2026-01-26T00:15:00Z\"} {}",
                "{\"window_start\": \"2026-01-26T00:15:00Z\"} x",
                "{\"window_start\": \"2026-01-26T00:15:00Z\", \"is_partial\": true, \"is_partial\": false}",
                "{\"window_start\": \"2026-01-26T00:15:00Z\", \"signals\": {\"queue_pct_peak\": NaN}}",
                "{'window_start': '2026-01-26T00:15:00Z'}",
                "\u0000\u0000\u0000\u0000"
            })
    void whatIsNotOneJsonObjectIsAnError(String text) {
        UnreadableWindowException error = assertThrows(UnreadableWindowException.class, () -> parse(text));
        assertEquals(KEY, error.key());
        assertTrue(error.getMessage().contains(KEY), error.getMessage());
        assertTrue(error.getMessage().contains("run again"), error.getMessage());
    }

    @Test
    void everyCutOffWindowIsAnError() {
        byte[] whole = WindowText.empty().drops(1).binanceEps("140").json();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(UnreadableWindowException.class, () -> Window.parse(KEY, cut), "cut at " + length);
        }
    }

    @Test
    void bytesThatAreNotTextAreAnError() {
        byte[] latin1 = "{\"window_start\": \"2026-01-26T00:15:00Z\", \"quality\": \"\u00e9\"}"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(UnreadableWindowException.class, () -> Window.parse(KEY, latin1));
    }

    @Test
    void aFieldOfAnotherTypeIsAnErrorThatNamesItsPlace() {
        assertRefused("window_start", WindowText.empty().field("window_start", "12"));
        assertRefused("window_start", WindowText.empty().field("window_start", "\"yesterday\""));
        assertRefused("window_start", WindowText.empty().field("window_start", "\"2026-01-26\""));
        assertRefused("window_start", WindowText.empty().field("window_start", "null"));
        assertRefused("quality", WindowText.empty().field("quality", "3"));
        assertRefused("is_partial", WindowText.empty().field("is_partial", "\"false\""));
        assertRefused("is_partial", WindowText.empty().field("is_partial", "0"));
        assertRefused("signals", WindowText.empty().field("signals", "[]"));
        for (String name : new String[] {"dropped_events", "reconnects"}) {
            for (String bad : new String[] {"-1", "1.5", "\"0\"", "true", "{}", "[]", "1e300", "100000000001"}) {
                assertRefused("signals." + name, WindowText.empty().signal(name, bad));
            }
        }
        for (String bad : new String[] {"-0.1", "\"0\"", "false", "{}", "[1]", "1e999", "1e13"}) {
            assertRefused("signals.queue_pct_peak", WindowText.empty().queue(bad));
        }
        for (String bad : new String[] {"-1", "\"0\"", "false", "{}", "86400.1", "1e400"}) {
            assertRefused(
                    "signals.drain_mode_accelerated_seconds", WindowText.empty().drain(bad));
            assertRefused(
                    "signals.offline_seconds_by_exchange.okx",
                    WindowText.empty().offline("{\"binance\": 0, \"okx\": " + bad + "}"));
        }
        assertRefused("signals.offline_seconds_by_exchange", WindowText.empty().offline("3"));
        assertRefused("signals.eps_by_exchange", WindowText.empty().signal("eps_by_exchange", "[]"));
        assertRefused(
                "signals.eps_by_exchange.binance", WindowText.empty().signal("eps_by_exchange", "{\"binance\": 140}"));
        assertRefused("signals.eps_by_exchange.binance.min", WindowText.empty().binanceEps("\"140\""));
        assertRefused("signals.eps_by_exchange.binance.min", WindowText.empty().binanceEps("-1"));
    }

    @Test
    void aWindowWithoutStartIsAnError() {
        UnreadableWindowException error = assertThrows(UnreadableWindowException.class, () -> parse("{}"));
        assertEquals(
                "quality window " + KEY
                        + ": window_start: is missing. Put the collector's own copy of this window back,"
                        + " or remove it if there is none (the day is then judged without it), and run again.",
                error.getMessage());
    }

    @Test
    void textFromOutsideReachesNoMessageUnescaped() {
        String hostile = "\u001b]0;owned\u0007\n\u202e";
        byte[] json = ("{\"window_start\": \"2026-01-26T00:15:00Z\", \"signals\": "
                        + "{\"eps_by_exchange\": {\"a\\u001b\\n\": 1}}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] json2 = "{\"window_start\": \"\\u001b[2J\\n\"}".getBytes(StandardCharsets.UTF_8);
        byte[] json3 = "{\u001b}".getBytes(StandardCharsets.UTF_8);
        for (byte[] bytes : new byte[][] {json, json2, json3}) {
            UnreadableWindowException error =
                    assertThrows(UnreadableWindowException.class, () -> Window.parse(hostile, bytes));
            assertFalse(error.getMessage().chars().anyMatch(unit -> unit < 0x20 || unit > 0x7e), error.getMessage());
            assertEquals(hostile, error.key());
        }
    }

    @Test
    void deepNestingIsAnErrorNotAStackOverflow() {
        String deep = "{\"window_start\": \"2026-01-26T00:15:00Z\", \"x\": " + "[".repeat(100_000) + "]".repeat(100_000)
                + "}";
        assertThrows(UnreadableWindowException.class, () -> parse(deep));
    }

    private static void assertRefused(String place, WindowText text) {
        String json = new String(text.json(), StandardCharsets.UTF_8);
        UnreadableWindowException error =
                assertThrows(UnreadableWindowException.class, () -> Window.parse(KEY, text.json()), json);
        assertEquals(place, error.place(), json);
        assertTrue(error.getMessage().contains(place), error.getMessage());
    }

    private static Window parse(String text) {
        return Window.parse(KEY, text.getBytes(StandardCharsets.UTF_8));
    }
}
