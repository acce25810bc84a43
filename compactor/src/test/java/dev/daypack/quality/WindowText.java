package dev.daypack.quality;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds the JSON of a window, signal by signal; values are JSON text and stand as they are given. */
final class WindowText {

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, String> signals = new LinkedHashMap<>();

    private WindowText() {}

    /** A window that starts at 00:15 and has no signals. */
    static WindowText empty() {
        return new WindowText().field("window_start", "\"2026-01-26T00:15:00Z\"");
    }

    WindowText field(String name, String json) {
        fields.put(name, json);
        return this;
    }

    WindowText signal(String name, String json) {
        signals.put(name, json);
        return this;
    }

    WindowText drops(long events) {
        return signal("dropped_events", Long.toString(events));
    }

    WindowText queue(String percent) {
        return signal("queue_pct_peak", percent);
    }

    WindowText reconnects(long count) {
        return signal("reconnects", Long.toString(count));
    }

    WindowText drain(String seconds) {
        return signal("drain_mode_accelerated_seconds", seconds);
    }

    WindowText offline(String json) {
        return signal("offline_seconds_by_exchange", json);
    }

    WindowText binanceEps(String min) {
        return signal("eps_by_exchange", "{\"binance\":{\"min\":" + min + "}}");
    }

    byte[] json() {
        Map<String, String> all = new LinkedHashMap<>(fields);
        if (!signals.isEmpty()) {
            all.put("signals", object(signals));
        }
        return object(all).getBytes(StandardCharsets.UTF_8);
    }

    Window window() {
        return Window.parse("quality/date=20260126/w.json", json());
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
