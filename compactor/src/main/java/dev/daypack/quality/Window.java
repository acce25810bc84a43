package dev.daypack.quality;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What the collector wrote about one stretch of time, usually 15 minutes. Every signal may be absent; see {@link
 * WindowJudge} for what that means.
 *
 * @param key where it was read, in the raw store
 * @param start when the window began
 * @param collectorLabel the collector's own opinion, kept for the record; not used in judging
 * @param partial whether the collector watched only a part of the window's time
 * @param droppedEvents events lost before they were written
 * @param queuePctPeak highest fill of the queue, percent
 * @param reconnects of all exchanges together
 * @param acceleratedDrain time spent emptying the queue in a hurry
 * @param offlineByExchange time without data, by exchange
 * @param epsMinByExchange events a second in the slowest second, by exchange
 */
public record Window(
        String key,
        Instant start,
        Optional<String> collectorLabel,
        boolean partial,
        OptionalLong droppedEvents,
        OptionalDouble queuePctPeak,
        OptionalLong reconnects,
        Optional<Duration> acceleratedDrain,
        Map<String, Duration> offlineByExchange,
        Map<String, Double> epsMinByExchange) {

    /** No window loses more events; keeps the sum over a day far from overflow. */
    static final long MAX_COUNT = 100_000_000_000L;

    /** A day: no window is longer. */
    static final long MAX_SECONDS = 86_400;

    /** By time, then by key: the order of windows in every document. */
    public static final Comparator<Window> ORDER =
            Comparator.comparing(Window::start).thenComparing(Window::key);

    public Window {
        offlineByExchange = Map.copyOf(offlineByExchange);
        epsMinByExchange = Map.copyOf(epsMinByExchange);
    }

    /**
     * Reads one window. {@code null} is as good as absent; unknown fields are passed over.
     *
     * @throws UnreadableWindowException if it is not JSON, not an object, has no {@code window_start}, or a known field
     *     has another type or lies outside its limits
     */
    public static Window parse(String key, byte[] json) {
        try {
            return from(key, DocumentFields.parse(json));
        } catch (MalformedDocumentException broken) {
            throw new UnreadableWindowException(key, broken.place(), broken.problem());
        }
    }

    private static Window from(String key, DocumentFields window) {
        DocumentFields signals = window.child("signals");
        return new Window(
                key,
                window.instant("window_start").orElseThrow(() -> window.missing("window_start")),
                window.text("quality"),
                window.flag("is_partial").orElse(false),
                signals.count("dropped_events", MAX_COUNT),
                signals.level("queue_pct_peak"),
                signals.count("reconnects", MAX_COUNT),
                signals.seconds("drain_mode_accelerated_seconds", MAX_SECONDS),
                offline(signals.child("offline_seconds_by_exchange")),
                epsMin(signals.child("eps_by_exchange")));
    }

    private static Map<String, Duration> offline(DocumentFields byExchange) {
        Map<String, Duration> offline = new TreeMap<>();
        for (String exchange : byExchange.names()) {
            byExchange.seconds(exchange, MAX_SECONDS).ifPresent(time -> offline.put(exchange, time));
        }
        return offline;
    }

    private static Map<String, Double> epsMin(DocumentFields byExchange) {
        Map<String, Double> epsMin = new TreeMap<>();
        for (String exchange : byExchange.names()) {
            byExchange.child(exchange).level("min").ifPresent(eps -> epsMin.put(exchange, eps));
        }
        return epsMin;
    }
}
