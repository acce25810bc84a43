package dev.daypack.simulation;

import java.time.LocalDate;
import java.util.List;

/** What the collector's windows of a day say, and the label that must come of it. */
enum Evidence {
    NONE("UNKNOWN"),
    GOOD("GOOD"),
    DEGRADED("DEGRADED"),
    BAD("BAD"),
    PARTIAL("PARTIAL"),
    /** A window that is no JSON: there is no label, and nothing may be packed. */
    BROKEN("");

    private final String label;

    Evidence(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isPacked() {
        return this == NONE || this == GOOD || this == DEGRADED;
    }

    /** The windows' documents. Only the first differs where one kind of evidence may follow another. */
    List<String> windows(LocalDate day) {
        String fine = window(day, 1, false, 0);
        return switch (this) {
            case NONE -> List.of();
            case GOOD -> List.of(window(day, 0, false, 0), fine);
            case DEGRADED -> List.of(window(day, 0, false, 3), fine);
            case BAD -> List.of(window(day, 0, false, 3), window(day, 1, false, 2), window(day, 2, false, 1));
            case PARTIAL -> List.of(window(day, 0, true, 0), fine);
            case BROKEN -> List.of("{\"window_start\": ", fine);
        };
    }

    private static String window(LocalDate day, int number, boolean isPartial, int drops) {
        return "{\"window_start\": \"%sT0%d:00:00Z\", \"is_partial\": %s, \"signals\": {\"dropped_events\": %d}}"
                .formatted(day, number, isPartial, drops);
    }
}
