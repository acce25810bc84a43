package dev.daypack.plan;

import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import dev.daypack.state.PartitionEntry;
import dev.daypack.state.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A state that a test writes down. */
final class FakeState implements StateView {

    private static final List<String> FIELDS = List.of("exchange", "stream", "symbol");

    private final Map<PartitionDay, PartitionEntry> entries = new HashMap<>();
    private final Map<LocalDate, Status> days = new HashMap<>();
    private Optional<LocalDate> last = Optional.empty();
    private boolean isFresh = true;

    /** {@code day("a", "2026-01-26")}: a partition-day of the symbol. */
    static PartitionDay day(String symbol, String date) {
        return new PartitionDay(new Partition(FIELDS, List.of("x", "bbo", symbol)), LocalDate.parse(date));
    }

    static PartitionEntry entry(Status status) {
        boolean isBad = status == Status.FAILED || status == Status.QUARANTINE;
        return new PartitionEntry(
                status,
                status == Status.SUCCESS ? 18_231_921 : 0,
                0,
                Optional.empty(),
                Optional.empty(),
                status == Status.SUCCESS ? Optional.of("digest") : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                isBad ? Optional.of("raw/p.parquet") : Optional.empty(),
                isBad ? Optional.of("broken\npage") : Optional.empty(),
                Instant.parse("2026-01-27T02:41:07Z"));
    }

    FakeState watermark(String date) {
        return watermark(Optional.of(LocalDate.parse(date)));
    }

    FakeState watermark(Optional<LocalDate> date) {
        last = date;
        isFresh = false;
        return this;
    }

    FakeState with(PartitionDay day, Status status) {
        return with(day, entry(status));
    }

    FakeState with(PartitionDay day, PartitionEntry entry) {
        entries.put(day, entry);
        isFresh = false;
        return this;
    }

    FakeState withDay(LocalDate date, Status status) {
        days.put(date, status);
        isFresh = false;
        return this;
    }

    @Override
    public Optional<LocalDate> lastCompactedDate() {
        return last;
    }

    @Override
    public Optional<PartitionEntry> entry(PartitionDay day) {
        return Optional.ofNullable(entries.get(day));
    }

    @Override
    public Optional<LocalDate> firstOpen() {
        return entries.entrySet().stream()
                .filter(entry -> !entry.getValue().status().isTerminal())
                .map(entry -> entry.getKey().date())
                .min(LocalDate::compareTo);
    }

    @Override
    public boolean isFresh() {
        return isFresh;
    }

    @Override
    public Optional<Status> dayStatus(LocalDate day) {
        return Optional.ofNullable(days.get(day));
    }
}
