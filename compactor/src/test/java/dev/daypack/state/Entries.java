package dev.daypack.state;

import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Partition-days and entries as tests need them. */
final class Entries {

    static final Instant NOW = Instant.parse("2026-01-27T02:41:07Z");
    static final LocalDate DAY = LocalDate.of(2026, 1, 26);

    private Entries() {}

    static PartitionDay day(String symbol, LocalDate date) {
        return new PartitionDay(
                new Partition(List.of("exchange", "stream", "symbol"), List.of("binance", "bbo", symbol)), date);
    }

    static PartitionDay day(String symbol) {
        return day(symbol, DAY);
    }

    static PartitionEntry of(Status status) {
        return entry(status, 0);
    }

    static PartitionEntry rows(long rows) {
        return entry(Status.SUCCESS, rows);
    }

    static PartitionEntry quarantined(String error) {
        return new PartitionEntry(
                Status.QUARANTINE,
                0,
                0,
                Optional.of("GOOD"),
                Optional.of("1.0.0"),
                Optional.of("ab".repeat(32)),
                Optional.empty(),
                Optional.of("attempt-1"),
                Optional.of("CorruptPage"),
                Optional.of("exchange=binance/part-1.parquet"),
                Optional.of(error),
                NOW);
    }

    private static PartitionEntry entry(Status status, long rows) {
        return new PartitionEntry(
                status,
                rows,
                rows * 20,
                Optional.of("GOOD"),
                Optional.of("1.0.0"),
                Optional.of("cd".repeat(32)),
                Optional.of("etag-" + rows),
                Optional.of("attempt-1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOW);
    }
}
