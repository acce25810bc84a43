package dev.daypack.discover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a walk ignored: all of it counted, the first {@link #MAX_SHOWN} kept.
 *
 * @param counts how many prefixes for each reason; reasons that did not occur are absent
 * @param shown in the order of the walk: level by level, bytewise in a level
 */
public record Ignored(Map<Match.Reason, Long> counts, List<IgnoredPrefix> shown) {

    /** How many ignored prefixes are kept by name. */
    public static final int MAX_SHOWN = 1_000;

    public Ignored {
        counts = Collections.unmodifiableMap(counts.isEmpty() ? Map.of() : new EnumMap<>(counts));
        shown = List.copyOf(shown);
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        if (shown.size() != Math.min(total, MAX_SHOWN)) {
            throw new IllegalArgumentException(shown.size() + " shown of " + total);
        }
    }

    /** How many prefixes were ignored. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts as the walk goes. Not thread-safe. */
    static final class Tally {

        private final Map<Match.Reason, Long> counts = new EnumMap<>(Match.Reason.class);
        private final List<IgnoredPrefix> shown = new ArrayList<>();

        void add(String prefix, Match.Refused refused) {
            counts.merge(refused.reason(), 1L, Long::sum);
            if (shown.size() < MAX_SHOWN) {
                shown.add(new IgnoredPrefix(prefix, refused.reason(), refused.text()));
            }
        }

        Ignored ignored() {
            return new Ignored(counts, shown);
        }
    }
}
