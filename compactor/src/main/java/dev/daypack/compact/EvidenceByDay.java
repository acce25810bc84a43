package dev.daypack.compact;

import dev.daypack.quality.DayQuality;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The quality of each day, judged once in a run however many partitions ask. Thread-safe. */
public final class EvidenceByDay {

    private final Function<LocalDate, DayQuality> assess;
    private final Map<LocalDate, DayQuality> known = new ConcurrentHashMap<>();

    public EvidenceByDay(Function<LocalDate, DayQuality> assess) {
        this.assess = assess;
    }

    /** @throws dev.daypack.quality.UnreadableWindowException each time it is asked, if a window cannot be read */
    public DayQuality of(LocalDate day) {
        return known.computeIfAbsent(day, assess);
    }
}
