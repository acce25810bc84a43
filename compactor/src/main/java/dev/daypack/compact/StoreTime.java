package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.store.ObjectStore;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What time it is by the clock of the compact store: asked once in a run, then counted on by the monotonic clock. A
 * host whose wall clock is ahead would take the day that is still being collected for one that is over; the store is
 * the witness that all hosts share. Never later than the store's own time. Thread-safe.
 */
final class StoreTime {

    private final ObjectStore compact;
    private final LongSupplier nanoTime;
    private Optional<Asked> asked = Optional.empty();

    private record Asked(Instant then, long nanos) {}

    StoreTime(ObjectStore compact, LongSupplier nanoTime) {
        this.compact = compact;
        this.nanoTime = nanoTime;
    }

    /**
     * The store's time if a day is not over by it.
     *
     * @param written key of an object that was written just now
     * @throws dev.daypack.store.StoreException if the store does not answer
     */
    Optional<Instant> whileOpen(PartitionDay day, String written) {
        return now(written).filter(now -> !day.date().isBefore(LocalDate.ofInstant(now, ZoneOffset.UTC)));
    }

    /** Empty if the object is gone. */
    private synchronized Optional<Instant> now(String written) {
        if (asked.isEmpty()) {
            long nanos = nanoTime.getAsLong();
            asked = compact.time(written).map(time -> new Asked(time, nanos));
        }
        return asked.map(it -> it.then().plusNanos(Math.max(0, nanoTime.getAsLong() - it.nanos())));
    }
}
