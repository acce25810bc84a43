package dev.daypack.integrity;

import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the watermark of a state is to be believed: not to today, not past the last day of which anything is known,
 * and not past an open day among the days that lead up to it without a gap. An open day further back is left to
 * catch-up, which takes it up whatever the watermark says; to move the watermark there would drag in days in between
 * that nobody asked for. Pure.
 */
final class TrustedWatermark {

    private TrustedWatermark() {}

    /** Never after the present one; empty if there is none. */
    static Optional<LocalDate> of(StateDocument state, Map<PartitionDay, PartitionEntry> entries, LocalDate today) {
        NavigableMap<LocalDate, Boolean> isSettled = settled(entries);
        return bounded(state, isSettled, today).map(last -> beforeOpenDays(last, isSettled, state));
    }

    /** What the present one may be at most, whether days before it are open or not. */
    static Optional<LocalDate> bounded(
            StateDocument state, Map<PartitionDay, PartitionEntry> entries, LocalDate today) {
        return bounded(state, settled(entries), today);
    }

    private static NavigableMap<LocalDate, Boolean> settled(Map<PartitionDay, PartitionEntry> entries) {
        NavigableMap<LocalDate, Boolean> isSettled = new TreeMap<>();
        entries.forEach(
                (day, entry) -> isSettled.merge(day.date(), entry.status().isTerminal(), Boolean::logicalAnd));
        return isSettled;
    }

    private static Optional<LocalDate> bounded(
            StateDocument state, NavigableMap<LocalDate, Boolean> isSettled, LocalDate today) {
        return state.lastCompactedDate()
                .map(last -> last.isBefore(today) ? last : today.minusDays(1))
                .map(last -> isSettled.isEmpty() ? last : notAfter(last, lastKnown(isSettled, state)));
    }

    /** A day that is quarantined as a whole has no entries, and a watermark may rest on it. */
    private static LocalDate lastKnown(NavigableMap<LocalDate, Boolean> isSettled, StateDocument state) {
        LocalDate last = isSettled.lastKey();
        return state.days().isEmpty() || !last.isBefore(state.days().lastKey())
                ? last
                : state.days().lastKey();
    }

    private static LocalDate notAfter(LocalDate day, LocalDate latest) {
        return day.isAfter(latest) ? latest : day;
    }

    private static LocalDate beforeOpenDays(
            LocalDate last, NavigableMap<LocalDate, Boolean> isSettled, StateDocument state) {
        LocalDate reached = last;
        boolean isOnGround = true;
        for (LocalDate day = last; isSettled.containsKey(day) || state.day(day).isPresent(); day = day.minusDays(1)) {
            Boolean settled = isSettled.get(day);
            if (settled != null && !settled) {
                reached = day.minusDays(1);
                isOnGround = false;
            } else if (settled != null && !isOnGround) {
                reached = day;
                isOnGround = true;
            }
        }
        return reached;
    }
}
