package dev.daypack.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;

/** Writes the 96 quality windows (a quarter of an hour each) that a collector leaves for a day. */
final class QualityWindows {

    private static final int WINDOWS = 96;
    private static final int WINDOW_MINUTES = 15;
    /** A stretch of the degraded day with a struggling network: 12 windows, and 10 make a day DEGRADED. */
    private static final int TROUBLE_FROM = 52;

    private static final int TROUBLE_UNTIL = 64;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("HHmm");

    private final ObjectMapper json = new ObjectMapper();
    private final Path root;

    QualityWindows(Path root) {
        this.root = root;
    }

    /** Writes {@code quality/date=<yyyyMMdd>/window-<HHmm>.json} of one day. */
    void write(LocalDate date, boolean degraded, SplittableRandom random) throws IOException {
        Path day = root.resolve("quality").resolve("date=" + date.format(DateTimeFormatter.BASIC_ISO_DATE));
        Files.createDirectories(day);
        for (int window = 0; window < WINDOWS; window++) {
            LocalDateTime start = date.atStartOfDay().plusMinutes((long) window * WINDOW_MINUTES);
            boolean trouble = degraded && window >= TROUBLE_FROM && window < TROUBLE_UNTIL;
            ObjectNode document = window(start, trouble, random);
            Files.write(day.resolve("window-" + start.format(NAME) + ".json"), json.writeValueAsBytes(document));
        }
    }

    private static ObjectNode window(LocalDateTime start, boolean trouble, SplittableRandom random) {
        ObjectNode window = JsonNodeFactory.instance.objectNode();
        window.put("window_start", start.toInstant(ZoneOffset.UTC).toString());
        window.put("quality", trouble ? "DEGRADED" : "GOOD");
        window.put("is_partial", false);
        ObjectNode signals = window.putObject("signals");
        signals.put("dropped_events", 0);
        signals.put("queue_pct_peak", (trouble ? 60 : 3) + random.nextInt(20));
        signals.put("reconnects", trouble ? 5 + random.nextInt(4) : random.nextInt(2));
        signals.put("drain_mode_accelerated_seconds", trouble ? 185 + random.nextInt(120) : 0);
        signals.putObject("offline_seconds_by_exchange").put(StreamDay.EXCHANGE, trouble ? 20 : 0);
        signals.putObject("eps_by_exchange")
                .putObject(StreamDay.EXCHANGE)
                .put("min", trouble ? 8 + random.nextInt(40) : 110 + random.nextInt(60));
        return window;
    }
}
