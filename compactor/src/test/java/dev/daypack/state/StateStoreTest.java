package dev.daypack.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.PartitionDay;
import dev.daypack.state.FakeObjectStore.Fault;
import dev.daypack.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateStoreTest {

    private static final PartitionDay COUNTED = Entries.day("counted");
    private static final StateLimits PATIENT =
            new StateLimits(1000, 2000, Duration.ofNanos(20_000), Duration.ofMillis(1));
    private static final StateLimits HASTY = new StateLimits(1000, 3, Duration.ZERO, Duration.ZERO);

    private final FakeObjectStore compact = new FakeObjectStore();

    @Test
    void aStoreWithoutAStateIsFresh() {
        StateSnapshot snapshot = store(1, PATIENT).read();

        assertTrue(snapshot.isFresh());
        assertTrue(snapshot.document().keys().isEmpty());
        assertEquals(Optional.empty(), snapshot.document().lastCompactedDate());
    }

    @Test
    void anUpdateIsThereToRead() {
        store(1, PATIENT).update(document -> document.withEntry(COUNTED, Entries.rows(7)));

        StateSnapshot snapshot = store(2, PATIENT).read();

        assertFalse(snapshot.isFresh());
        assertEquals(Optional.of(Entries.rows(7)), snapshot.document().entry(COUNTED));
        assertEquals(Optional.of(Entries.NOW), snapshot.document().updatedAt());
    }

    @Test
    void aChangeOfNothingWritesNothing() {
        store(1, PATIENT).update(document -> document);
        assertEquals(0, compact.stored.get());

        store(1, PATIENT).update(document -> document.withEntry(COUNTED, Entries.rows(7)));
        store(2, PATIENT).update(document -> document.withEntry(COUNTED, Entries.rows(7)));
        assertEquals(1, compact.stored.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"partitions\": 3}", "null"})
    void aStateThatCannotBeParsedStopsEverythingAndStays(String text) {
        compact.place(StateStore.KEY, text);
        StateStore store = store(1, PATIENT);

        assertThrows(StateUnreadableException.class, store::read);
        assertThrows(StateUnreadableException.class, () -> store.update(increment()));
        assertThrows(StateUnreadableException.class, store::rollOver);
        assertEquals(Optional.of(text), compact.text(StateStore.KEY));
        assertEquals(0, compact.stored.get());
    }

    @Test
    void aLostHeadBesideItsMonthsIsNotAFreshStart() {
        compact.place("compacted/_state/202511.json", "{\"month\": \"202511\", \"partitions\": {}}");

        assertThrows(StateUnreadableException.class, () -> store(1, PATIENT).read());
        assertThrows(StateUnreadableException.class, () -> store(1, PATIENT).update(increment()));
    }

    @Test
    void eightWritersLoseNothingAndDoubleNothing() throws Exception {
        assertEquals(8 * 25, raceForTheCount(8, 25));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eightWritersWithLostAnswersLoseNothingAndDoubleNothing(long seed) throws Exception {
        Random chance = new Random(seed);
        compact.faults = key -> {
            synchronized (chance) {
                int draw = chance.nextInt(10);
                return draw < 2 ? Fault.LOST_ANSWER : draw < 3 ? Fault.LOST_WRITE : draw < 5 ? Fault.LATE : Fault.NONE;
            }
        };
        compact.beforeGet = key -> {
            synchronized (chance) {
                if (chance.nextInt(3) > 0) {
                    return;
                }
            }
            compact.landLate();
        };

        assertEquals(8 * 15, raceForTheCount(8, 15), "seed " + seed);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST_ANSWER", "LOST_WRITE", "LATE"})
    void aLostAnswerUnderLaterWritesOfOthersIsStillCountedOnce(Fault fault) {
        StateStore mine = store(1, PATIENT);
        mine.update(increment());
        StateStore others = store(2, PATIENT);
        compact.nextFaults(fault);
        AtomicInteger reads = new AtomicInteger();
        compact.beforeGet = key -> {
            if (reads.incrementAndGet() == 2) {
                compact.beforeGet = later -> {};
                compact.landLate();
                others.update(increment());
                others.update(increment());
            }
        };

        mine.update(increment());

        assertEquals(4, count());
    }

    @Test
    void aWriteThatLandsAfterItsRepetitionChangesNothing() {
        StateStore store = store(1, PATIENT);
        store.update(increment());
        compact.nextFaults(Fault.LATE);
        store.update(increment());

        compact.landLate();

        assertEquals(2, count());
    }

    @Test
    void aWriterThatAlwaysLosesGivesUpAndSaysSo() {
        StateStore store = store(1, HASTY);
        compact.faults = key -> Fault.LOST_WRITE;

        StoreException error = assertThrows(StoreException.class, () -> store.update(increment()));

        assertEquals(StoreException.Kind.UNREACHABLE, error.kind());
        assertTrue(error.getMessage().contains("not written in 3 rounds"), error.getMessage());
        assertTrue(error.getMessage().contains("timed out"), error.getMessage());
    }

    @Test
    void onlyTheMostRecentWritersAreRemembered() {
        for (int seed = 0; seed < 50; seed++) {
            store(seed, PATIENT).update(increment());
        }

        String writers = compact.text(StateStore.KEY)
                .orElseThrow()
                .lines()
                .filter(line -> line.contains("\"writers\""))
                .findFirst()
                .orElseThrow();

        assertEquals(32, writers.split(": 1").length - 1, writers);
        assertEquals(50, count());
    }

    @Test
    void anUnreadableStateIsRebuiltAndItsBytesAreKept() {
        compact.place(StateStore.KEY, "{broken");

        store(1, PATIENT).rebuild(present -> {
            assertEquals(Optional.empty(), present);
            return StateDocument.fresh().withEntry(COUNTED, Entries.rows(3));
        });

        assertEquals(3, count());
        String kept = compact.list("compacted/_state.unreadable-").get(0).key();
        assertEquals(Optional.of("{broken"), compact.text(kept));
    }

    @Test
    void aReadableStateIsRebuiltFromWhatItSays() {
        store(1, PATIENT).update(increment());
        StateDocument before = store(1, PATIENT).read().document();

        StateDocument after = store(2, PATIENT).rebuild(Optional::orElseThrow).document();

        assertTrue(after.saysTheSameAs(before));
        assertSame(Status.SUCCESS, after.entry(COUNTED).orElseThrow().status());
    }

    private int raceForTheCount(int writers, int updates) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> racing = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                StateStore store = store(writer, PATIENT);
                racing.add(pool.submit(() -> {
                    for (int at = 0; at < updates; at++) {
                        store.update(increment());
                    }
                }));
            }
            for (Future<?> one : racing) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        compact.landLate();
        return Math.toIntExact(count());
    }

    private long count() {
        return store(99, PATIENT).read().document().entry(COUNTED).orElseThrow().rows();
    }

    private static UnaryOperator<StateDocument> increment() {
        return document -> document.withEntry(
                COUNTED,
                Entries.rows(document.entry(COUNTED).map(PartitionEntry::rows).orElse(0L) + 1));
    }

    private StateStore store(long seed, StateLimits limits) {
        return new StateStore(compact, Clock.fixed(Entries.NOW, ZoneOffset.UTC), new Random(seed), limits);
    }
}
