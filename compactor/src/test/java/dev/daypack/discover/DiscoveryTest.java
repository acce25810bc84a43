package dev.daypack.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.store.MemoryStore;
import dev.daypack.store.StoreException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    private static final Layout HIVE = Layout.parse(Layout.DEFAULT);
    private static final Layout DATE_FIRST = Layout.parse("{date:yyyyMM}/{date:dd}/{symbol}");

    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void findsEveryPartitionDaySortedByDayThenPartition() {
        MemoryStore store = new MemoryStore();
        part(store, "binance", "trade", "btcusdt", "20260102");
        part(store, "binance", "bbo", "btcusdt", "20260102");
        part(store, "bybit", "bbo", "ethusdt", "20260101");
        Discovered found = walk(store, HIVE, Filters.none(), DateRange.all());
        assertEquals(
                List.of("bybit/bbo/ethusdt/20260101", "binance/bbo/btcusdt/20260102", "binance/trade/btcusdt/20260102"),
                found.days().stream().map(PartitionDay::stateKey).toList());
        assertEquals(
                List.of("binance/bbo/btcusdt", "binance/trade/btcusdt", "bybit/bbo/ethusdt"),
                found.partitions().stream().map(Partition::toString).toList());
        assertEquals(0, found.ignored().total());
    }

    @Test
    void neverListsTheObjectsOfPartitionDays() {
        MemoryStore store = lake(3, 2, 5);
        walk(store, HIVE, Filters.none(), DateRange.all());
        assertEquals(List.of(), store.calls(MemoryStore.Operation.LIST));
        // The root, 3 exchanges, 3 streams, 6 symbols.
        assertEquals(13, store.calls().size());
        assertEquals(13, new HashSet<>(store.calls()).size());
    }

    @Test
    void aFilterPrunesTheSubtree() {
        MemoryStore store = lake(3, 2, 5);
        Discovered found = walk(store, HIVE, new Filters(Set.of("e1"), Set.of(), Set.of("s0")), DateRange.all());
        assertEquals(5, found.days().size());
        assertEquals(
                List.of("", "exchange=e1/", "exchange=e1/stream=bbo/", "exchange=e1/stream=bbo/symbol=s0/"),
                store.calls(MemoryStore.Operation.LIST_PREFIXES));
    }

    @Test
    void aRangeOfDaysPrunesDateLevels() {
        MemoryStore store = new MemoryStore();
        for (String month : List.of("202512", "202601", "202602")) {
            for (String day : List.of("01", "15", "28")) {
                store.with(month + "/" + day + "/btc/part-1.parquet", "");
            }
        }
        DateRange range = DateRange.between(LocalDate.of(2026, 1, 10), LocalDate.of(2026, 1, 20));
        Discovered found = walk(store, DATE_FIRST, Filters.none(), range);
        assertEquals(
                List.of("btc/20260115"),
                found.days().stream().map(PartitionDay::stateKey).toList());
        assertEquals(List.of("", "202601/", "202601/15/"), store.calls(MemoryStore.Operation.LIST_PREFIXES));
    }

    @Test
    void aFilterOnAFieldThatTheLayoutLacksIsAnErrorBeforeAnyCall() {
        MemoryStore store = lake(1, 1, 1);
        Filters filters = new Filters(Set.of("binance"), Set.of(), Set.of());
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> walk(store, DATE_FIRST, filters, DateRange.all()));
        assertTrue(error.getMessage().contains("--exchanges filters on the field 'exchange'"), error.getMessage());
        assertEquals(List.of(), store.calls());
    }

    @Test
    void whatDoesNotFitIsIgnoredWithItsReasonAndNotWalked() {
        MemoryStore store = new MemoryStore()
                .with("lost+found/x/y", "")
                .with("quality/date=20260101/w.json", "")
                .with("exchange=a b/stream=bbo/symbol=s/date=20260101/p.parquet", "")
                .with("exchange=b/stream=bbo/symbol=s/date=20260230/p.parquet", "")
                .with("exchange=b/stream=bbo/symbol=s/date=20260228/p.parquet", "")
                .with("exchange=b//symbol=s/date=20260228/p.parquet", "")
                .with("exchange=b/README", "");
        Discovered found = walk(store, HIVE, Filters.none(), DateRange.all());
        assertEquals(1, found.days().size());
        assertEquals(
                Map.of(
                        Match.Reason.NOT_IN_LAYOUT, 2L,
                        Match.Reason.INVALID_VALUE, 1L,
                        Match.Reason.INVALID_DATE, 1L),
                found.ignored().counts());
        assertEquals(
                List.of(
                        "exchange=a b/: exchange 'a b' is not 1 to 128 of the characters A-Z a-z 0-9 . _ -",
                        "lost+found/: does not match 'exchange={exchange}'",
                        "exchange=b//: does not match 'stream={stream}' below what stands above it",
                        "exchange=b/stream=bbo/symbol=s/date=20260230/: the month 2026-02 has no day 30"),
                found.ignored().shown().stream().map(IgnoredPrefix::toString).toList());
        assertTrue(store.calls().stream().noneMatch(call -> call.key().startsWith("lost")));
        assertTrue(store.calls().stream().noneMatch(call -> call.key().startsWith("quality")));
    }

    @Test
    void moreIgnoredPrefixesThanAreShownAreStillCounted() {
        MemoryStore store = new MemoryStore();
        for (int number = 0; number < Ignored.MAX_SHOWN + 5; number++) {
            store.with("junk" + number + "/x", "");
        }
        Ignored ignored = walk(store, HIVE, Filters.none(), DateRange.all()).ignored();
        assertEquals(Ignored.MAX_SHOWN + 5, ignored.total());
        assertEquals(Ignored.MAX_SHOWN, ignored.shown().size());
    }

    @Test
    void moreThanAThousandPrefixesInALevelAreAllFound() {
        MemoryStore store = lake(1, 1_203, 2);
        Discovered found = walk(store, HIVE, Filters.none(), DateRange.all());
        assertEquals(2_406, found.days().size());
        assertEquals(1_203, found.partitions().size());
        assertEquals(found.days().stream().sorted().toList(), found.days());
    }

    @Test
    void noMoreCallsRunAtOnceThanAllowed() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore permits = new Semaphore(3);
        MemoryStore store = new MemoryStore(new MemoryStore.Faults() {
            @Override
            public void before(MemoryStore.Call call) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                assertTrue(permits.tryAcquire(), "more than three calls at once");
                Thread.yield();
                permits.release();
                running.decrementAndGet();
            }
        });
        fill(store, 2, 200, 1);
        new Discovery(store, HIVE, Set.of(), threads, 3).walk(Filters.none(), DateRange.all());
        assertTrue(most.get() >= 1 && most.get() <= 3, "most " + most);
    }

    @Test
    void anExecutorThatNeverRunsAnythingOnlyMakesItSerial() {
        MemoryStore store = lake(2, 3, 1);
        Executor idle = task -> {};
        Discovered found = new Discovery(store, HIVE, Set.of(), idle, 4).walk(Filters.none(), DateRange.all());
        assertEquals(6, found.days().size());
    }

    @Test
    void aFailedCallIsThrownAsItIs() {
        StoreException refused = new StoreException(StoreException.Kind.REFUSED, "", "no permission", null);
        MemoryStore store = new MemoryStore(new MemoryStore.Faults() {
            @Override
            public void before(MemoryStore.Call call) {
                if (call.key().contains("symbol=s7/")) {
                    throw refused;
                }
            }
        });
        fill(store, 1, 20, 1);
        StoreException thrown =
                assertThrows(StoreException.class, () -> walk(store, HIVE, Filters.none(), DateRange.all()));
        assertSame(refused, thrown);
    }

    @Test
    void anInterruptEndsTheWalkAndStaysSet() {
        MemoryStore store = lake(1, 3, 1);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> walk(store, HIVE, Filters.none(), DateRange.all()));
        assertTrue(Thread.interrupted());
    }

    @Test
    void anEmptyStoreHasNothing() {
        Discovered found = walk(new MemoryStore(), HIVE, Filters.none(), DateRange.all());
        assertEquals(List.of(), found.days());
        assertEquals(List.of(), found.partitions());
    }

    private Discovered walk(MemoryStore store, Layout layout, Filters filters, DateRange range) {
        return new Discovery(store, layout, Set.of("quality/"), threads, 4).walk(filters, range);
    }

    private static MemoryStore lake(int exchanges, int symbols, int days) {
        MemoryStore store = new MemoryStore();
        fill(store, exchanges, symbols, days);
        return store;
    }

    private static void fill(MemoryStore store, int exchanges, int symbols, int days) {
        for (int exchange = 0; exchange < exchanges; exchange++) {
            for (int symbol = 0; symbol < symbols; symbol++) {
                for (int day = 1; day <= days; day++) {
                    part(store, "e" + exchange, "bbo", "s" + symbol, "2026010" + day);
                }
            }
        }
    }

    private static void part(MemoryStore store, String exchange, String stream, String symbol, String date) {
        String prefix = "exchange=" + exchange + "/stream=" + stream + "/symbol=" + symbol + "/date=" + date + "/";
        store.with(prefix + "part-1-000001.parquet", "").with(prefix + "part-1-000002.parquet", "");
    }
}
