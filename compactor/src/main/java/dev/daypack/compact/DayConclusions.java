package dev.daypack.compact;

import dev.daypack.discover.Discovered;
import dev.daypack.discover.PartitionDay;
import dev.daypack.plan.Gap;
import dev.daypack.plan.Watermark;
import dev.daypack.state.DayEntry;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.StateDocument;
import dev.daypack.state.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What follows from the entries of partition-days: the status of whole days, and the watermark. Applied within the same
 * compare-and-swap as the entries, so it always fits them. Pure but for the time in the entries. Thread-safe.
 */
public final class DayConclusions implements UnaryOperator<StateDocument> {

    private final Discovered discovered;
    private final Map<LocalDate, List<PartitionDay>> byDay;
    private final Set<LocalDate> touched = ConcurrentHashMap.newKeySet();
    private final LocalDate today;
    private final Clock clock;

    /** @param discovered the partition-days that days consist of; what is not among them counts for nothing */
    public DayConclusions(Discovered discovered, LocalDate today, Clock clock) {
        this.discovered = discovered;
        this.byDay = discovered.days().stream()
                .collect(Collectors.groupingBy(PartitionDay::date, TreeMap::new, Collectors.toList()));
        this.today = today;
        this.clock = clock;
    }

    /** Entries of this day are about to be recorded. */
    public void touch(LocalDate date) {
        touched.add(date);
    }

    @Override
    public StateDocument apply(StateDocument document) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Map<LocalDate, DayEntry> days = new LinkedHashMap<>();
        if (discovered.filters().isEmpty()) {
            touched.forEach(date -> status(document, byDay.get(date))
                    .filter(status -> document.day(date)
                            .map(DayEntry::status)
                            .filter(status::equals)
                            .isEmpty())
                    .ifPresent(status -> days.put(date, new DayEntry(status, now))));
        }
        Watermark.Move move = Watermark.advance(new RunState(document, false), discovered, today);
        for (Gap gap : move.passed()) {
            for (LocalDate date : gap.dates()) {
                if (document.day(date).isEmpty()) {
                    days.put(date, new DayEntry(Status.NO_FILES, now));
                }
            }
        }
        StateDocument concluded = document.withDays(days);
        return move.last()
                .filter(last -> !concluded.lastCompactedDate().equals(Optional.of(last)))
                .map(concluded::withLastCompactedDate)
                .orElse(concluded);
    }

    /**
     * The status of a day: open if a partition is; else packed if one was, for a bad neighbour does not make the others
     * bad; empty if one of them has no status yet.
     */
    private static Optional<Status> status(StateDocument document, List<PartitionDay> partitions) {
        Status day = Status.NO_FILES;
        for (PartitionDay partition : partitions) {
            Optional<Status> status = document.entry(partition).map(PartitionEntry::status);
            if (status.isEmpty()) {
                return Optional.empty();
            }
            day = weight(status.get()) > weight(day) ? status.get() : day;
        }
        return Optional.of(day);
    }

    private static int weight(Status status) {
        return switch (status) {
            case NO_FILES -> 0;
            case QUARANTINE -> 1;
            case SUCCESS -> 2;
            case PARTIAL -> 3;
            case FAILED -> 4;
            case IN_PROGRESS -> 5;
        };
    }
}
