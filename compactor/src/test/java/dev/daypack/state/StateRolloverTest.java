package dev.daypack.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.discover.PartitionDay;
import dev.daypack.json.Schemas;
import dev.daypack.state.FakeObjectStore.Fault;
import dev.daypack.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateRolloverTest {

    private static final LocalDate NOVEMBER = LocalDate.of(2025, 11, 1);
    private static final String MONTH_KEY = "compacted/_state/202511.json";

    private final FakeObjectStore compact = new FakeObjectStore();
    private final StateStore store = store(1);

    @Test
    void finishedMonthsMoveOldestFirstAndAreStillRead() {
        fill(NOVEMBER, 90);

        RolloverOutcome outcome = store.rollOver();

        assertEquals(new RolloverOutcome.Moved(List.of("202511", "202512"), 61), outcome);
        StateDocument after = store(2).read().document();
        assertEquals(29, after.headEntries());
        for (int at = 0; at < 90; at++) {
            assertEquals(Optional.of(Entries.rows(at)), after.entry(day(NOVEMBER.plusDays(at))), "day " + at);
        }
        assertEquals(1, after.entriesOn(NOVEMBER).size());
        assertEquals(List.of(), Schemas.violations("state", bytes(StateStore.KEY)));
        assertEquals(List.of(), Schemas.violations("state_month", bytes(MONTH_KEY)));
        assertInstanceOf(RolloverOutcome.NothingToDo.class, store.rollOver());
    }

    @Test
    void aSmallHeadStaysWhole() {
        fill(NOVEMBER, 40);

        assertInstanceOf(RolloverOutcome.NothingToDo.class, store.rollOver());
        assertEquals(Optional.empty(), compact.text(MONTH_KEY));
    }

    @Test
    void aMonthInWhichSomethingWaitsStays() {
        fill(NOVEMBER, 90);
        store.update(head -> head.withEntry(day(NOVEMBER.plusDays(3)), Entries.of(Status.FAILED)));

        assertEquals(new RolloverOutcome.Moved(List.of("202512"), 31), store.rollOver());
    }

    @Test
    void aMonthThatTheWatermarkHasNotPassedStays() {
        fill(NOVEMBER, 90);
        store.update(head -> head.withLastCompactedDate(LocalDate.of(2025, 12, 30)));

        assertEquals(new RolloverOutcome.Moved(List.of("202511"), 30), store.rollOver());
    }

    @Test
    void aRolledEntryThatIsWrittenAgainWinsAndReturnsToItsMonth() {
        fill(NOVEMBER, 90);
        store.rollOver();

        store.update(head -> head.withEntry(day(NOVEMBER), Entries.rows(777)));
        assertEquals(777, rowsNow(NOVEMBER));
        fill(NOVEMBER.plusDays(90), 60);
        store.rollOver();

        assertEquals(777, rowsNow(NOVEMBER));
        assertEquals(1, rowsNow(NOVEMBER.plusDays(1)));
        assertTrue(store.read().document().keys().stream().noneMatch(key -> key.endsWith("/20251101")));
    }

    @Test
    void aCrashBetweenTheMonthAndTheHeadIsHarmless() {
        fill(NOVEMBER, 90);
        compact.nextFaults(Fault.NONE, Fault.NONE, Fault.DOWN);
        assertThrows(StoreException.class, store::rollOver);
        assertTrue(compact.text(MONTH_KEY).isPresent());
        assertEquals(90, store.read().document().headEntries());
        store.update(head -> head.withEntry(day(NOVEMBER), Entries.rows(777)));

        assertInstanceOf(RolloverOutcome.Moved.class, store(2).rollOver());

        assertEquals(777, rowsNow(NOVEMBER));
        assertEquals(89, rowsNow(NOVEMBER.plusDays(89)));
    }

    @Test
    void aStaleRolloverNeverPutsAnOldEntryBackIntoAMonth() {
        fill(NOVEMBER, 90);
        compact.beforeGet = key -> {
            if (key.equals(MONTH_KEY)) {
                compact.beforeGet = later -> {};
                store(2).update(head -> head.withEntry(day(NOVEMBER), Entries.rows(777)));
                store(3).rollOver();
            }
        };

        assertInstanceOf(RolloverOutcome.Conflict.class, store.rollOver());

        assertEquals(777, rowsNow(NOVEMBER));
        assertInstanceOf(RolloverOutcome.NothingToDo.class, store.rollOver());
    }

    @Test
    void lostAnswersOfEitherWriteLoseNothing() {
        for (int lost = 0; lost < 3; lost++) {
            compact.list("").forEach(object -> compact.delete(object.key()));
            fill(NOVEMBER, 90);
            Fault[] faults = {Fault.NONE, Fault.NONE, Fault.NONE};
            faults[lost] = Fault.LOST_ANSWER;
            compact.nextFaults(faults);

            assertInstanceOf(RolloverOutcome.Moved.class, store.rollOver(), "write " + lost);
            assertEquals(0, rowsNow(NOVEMBER));
        }
    }

    @Test
    void aMissingOrShrunkMonthIsDamageNotAnEmptyMonth() {
        fill(NOVEMBER, 90);
        store.rollOver();

        compact.place(MONTH_KEY, "{\"month\": \"202511\", \"partitions\": {}}");
        assertThrows(
                StateUnreadableException.class, () -> store(2).read().document().entry(day(NOVEMBER)));
        compact.delete(MONTH_KEY);
        assertThrows(
                StateUnreadableException.class, () -> store(2).read().document().entry(day(NOVEMBER)));
    }

    private void fill(LocalDate from, int days) {
        Map<PartitionDay, PartitionEntry> entries = new HashMap<>();
        for (int at = 0; at < days; at++) {
            entries.put(day(from.plusDays(at)), Entries.rows(at));
        }
        store.update(head -> head.withEntries(entries).withLastCompactedDate(from.plusDays(days)));
    }

    private long rowsNow(LocalDate date) {
        return store(9).read().document().entry(day(date)).orElseThrow().rows();
    }

    private byte[] bytes(String key) {
        return compact.text(key).orElseThrow().getBytes(StandardCharsets.UTF_8);
    }

    private static PartitionDay day(LocalDate date) {
        return Entries.day("btcusdt", date);
    }

    private StateStore store(long seed) {
        return new StateStore(
                compact,
                Clock.fixed(Entries.NOW, ZoneOffset.UTC),
                new Random(seed),
                new StateLimits(50, 5, Duration.ZERO, Duration.ZERO));
    }
}
