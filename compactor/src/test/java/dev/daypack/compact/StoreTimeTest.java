package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import dev.daypack.store.MemoryStore;
import dev.daypack.store.PassingStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreTimeTest {

    /** The store's clock says that it is the first of January 2100, when the day has just begun. */
    private static final LocalDate TODAY = LocalDate.of(2100, 1, 1);

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryStore store = new MemoryStore().with("lease", "mine");
    private final StoreTime time = new StoreTime(store, nanos::get);

    private static PartitionDay day(LocalDate date) {
        return new PartitionDay(new Partition(List.of("symbol"), List.of("btcusdt")), date);
    }

    @Test
    void aDayIsOpenUntilItIsOverByTheStoresClock() {
        assertTrue(time.whileOpen(day(TODAY.minusDays(1)), "lease").isEmpty());
        assertEquals(
                TODAY, LocalDate.ofInstant(time.whileOpen(day(TODAY), "lease").orElseThrow(), ZoneOffset.UTC));
        assertTrue(time.whileOpen(day(TODAY.plusDays(1)), "lease").isPresent());
    }

    @Test
    void theStoreIsAskedOnceAndTimeGoesOn() {
        assertTrue(time.whileOpen(day(TODAY), "lease").isPresent());
        nanos.addAndGet(Duration.ofHours(23).toNanos());
        assertTrue(time.whileOpen(day(TODAY), "lease").isPresent());
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertTrue(time.whileOpen(day(TODAY), "lease").isEmpty());
        assertEquals(List.of("lease"), store.calls(MemoryStore.Operation.HEAD));
    }

    @Test
    void whereTheLeaseIsGoneTheHostsClockMustDo() {
        assertTrue(time.whileOpen(day(TODAY), "none").isEmpty());
    }

    /** The times of objects may be those of their writers. */
    @Test
    void theStoresOwnClockCountsAndNotTheTimeOfTheObject() {
        PassingStore late = new PassingStore(store) {
            @Override
            public Optional<Instant> time(String written) {
                return Optional.of(
                        TODAY.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1));
            }
        };
        assertTrue(new StoreTime(late, nanos::get)
                .whileOpen(day(TODAY.minusDays(1)), "lease")
                .isPresent());
    }
}
