package dev.daypack.state;

import dev.daypack.json.Json;
import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.StoreException;
import dev.daypack.store.StoredObject;
import dev.daypack.text.Sha256;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Reads and writes {@code compacted/_state.json}, only ever by compare-and-swap: read, change, write if the ETag still
 * stands; else pause (a random time, so that writers do not meet again) and start over from what is there now.
 *
 * <p>Every write leaves its writer's id with a counter in the document, under {@code writers}. After a write whose
 * answer was lost the document is read back: the token is there, even under later writes of others, or the write did
 * not happen; one that arrives late meets another ETag, for no two writes are the same bytes. So no change is lost and
 * none is made twice.
 *
 * <p>Thread-safe; updates through one object take turns.
 */
public final class StateStore {

    /** Where the state stands in the compact store. */
    public static final String KEY = "compacted/_state.json";

    private final ObjectStore compact;
    private final Clock clock;
    private final RandomGenerator random;
    private final StateLimits limits;
    private final LongConsumer sleeper;
    private final MonthObjects months;
    private final String writer;
    private final ReentrantLock turn = new ReentrantLock();
    private long writes;

    /**
     * @param clock tells the time that people read in the document; nothing is decided by it
     * @param random draws this writer's id and its pauses: must not repeat itself from process to process, so a
     *     {@code SecureRandom} outside of tests
     */
    public StateStore(ObjectStore compact, Clock clock, RandomGenerator random, StateLimits limits) {
        this(compact, clock, random, limits, StateStore::sleep);
    }

    /**
     * The same with a sleep of one's own.
     *
     * @param sleeper returns when so many nanoseconds have passed
     */
    public StateStore(
            ObjectStore compact, Clock clock, RandomGenerator random, StateLimits limits, LongConsumer sleeper) {
        this.sleeper = sleeper;
        this.compact = compact;
        this.clock = clock;
        this.random = random;
        this.limits = limits;
        this.months = new MonthObjects(compact);
        this.writer = HexFormat.of().toHexDigits(random.nextLong());
    }

    /**
     * The state as it stands now.
     *
     * @throws StateUnreadableException if there is one that cannot be used, or if it is gone but its months remain
     * @throws StoreException if the store does not answer
     */
    public StateSnapshot read() {
        Optional<StoredObject> object = compact.get(KEY);
        if (object.isPresent()) {
            StoredObject head = object.get();
            return new StateSnapshot(StateDocument.parse(head.bytes(), name(), months), Optional.of(head.etag()));
        }
        if (months.exist()) {
            throw new StateUnreadableException(name(), "is missing, but months that were moved out of it are there");
        }
        return new StateSnapshot(StateDocument.fresh(), Optional.empty());
    }

    /**
     * Changes the state. The function may be called several times, each time with the document as it stands then; if
     * it returns what it was given, nothing is written.
     *
     * @return the document that holds the change
     * @throws StateUnreadableException as {@link #read}
     * @throws StoreException if the store does not answer, or too many rounds were lost to other writers; the change
     *     may or may not have been made
     */
    public StateDocument update(UnaryOperator<StateDocument> change) {
        return swap(this::readBase, base -> change.apply(base.document().orElseThrow()));
    }

    /**
     * Moves finished months past {@link StateLimits#rolloverEntries} out of the head. For the end of a run.
     *
     * @throws StateUnreadableException as {@link #read}
     * @throws StoreException as {@link #update}
     */
    public RolloverOutcome rollOver() {
        StateRollover rollover = new StateRollover(months, limits.rolloverEntries());
        AtomicReference<RolloverOutcome> last = new AtomicReference<>();
        swap(this::readBase, base -> {
            StateRollover.Step step = rollover.move(base.document().orElseThrow(), () -> stillStands(base));
            last.set(step.outcome());
            return step.head();
        });
        return last.get();
    }

    /** Months, yyyyMM, that have an object to which a document does not refer: what a crash left, or a lost head. */
    public Set<String> strayMonths(StateDocument document) {
        Set<String> stray = new TreeSet<>(months.stored());
        stray.removeAll(document.rolledMonths());
        return stray;
    }

    /** What can be read of the state, however broken: what {@link #rebuild} starts from. Writes nothing. */
    public Optional<StateDocument> salvage() {
        return new RebuildBase(compact, months).read(name()).document();
    }

    /**
     * What became of a rebuild.
     *
     * @param document that stands now
     * @param isWritten false if it stood there before, to the last key
     * @param kept keys of the objects that hold what was replaced, byte by byte
     */
    public record Rebuilt(StateDocument document, boolean isWritten, List<String> kept) {

        public Rebuilt {
            kept = List.copyOf(kept);
        }
    }

    /**
     * Puts a rebuilt state in the place of one that may be unreadable or gone, whole or in its rolled months; the one
     * way past {@link StateUnreadableException}. What is replaced is kept beside it first. Months that can be read are
     * taken over, whether the head refers to them or not.
     *
     * @param rebuilt given what can be read of the present state, if there is any; called again if another writer was
     *     faster
     * @throws StoreException as {@link #update}
     */
    public Rebuilt rebuild(Function<Optional<StateDocument>, StateDocument> rebuilt) {
        List<String> kept = new ArrayList<>();
        StateRollover rollover = new StateRollover(months, limits.rolloverEntries());
        RebuildBase rebuildBase = new RebuildBase(compact, months);
        AtomicReference<RebuildBase.Found> found = new AtomicReference<>();
        AtomicBoolean isWritten = new AtomicBoolean();
        StateDocument document = swap(
                () -> {
                    found.set(rebuildBase.read(name()));
                    return new Base(
                            found.get().document(),
                            found.get().etag(),
                            found.get().isSound());
                },
                base -> {
                    RebuildBase.Found now = found.get();
                    StateDocument next = rebuilt.apply(base.document()).readThrough(months);
                    isWritten.set(!base.isSettledBy(next));
                    if (!isWritten.get()) {
                        return next;
                    }
                    now.replaced().forEach(one -> keep(one, kept));
                    return rollover.moveRebuilt(next, now.brokenMonths(), () -> stillStands(base))
                            .head();
                });
        return new Rebuilt(document, isWritten.get(), kept);
    }

    private StateDocument swap(Supplier<Base> read, Function<Base, StateDocument> change) {
        turn.lock();
        try {
            long write = ++writes;
            String lastAnswer = "";
            for (int round = 0; round < limits.attempts(); round++) {
                pause(round);
                Base base = read.get();
                Optional<StateDocument> before = base.document();
                if (before.filter(document -> document.holdsWrite(writer, write))
                        .isPresent()) {
                    return before.get();
                }
                StateDocument changed = change.apply(base);
                if (base.isSettledBy(changed)) {
                    return changed;
                }
                StateDocument next = changed.stamped(clock.instant(), writer, write);
                PutOutcome outcome = compact.put(KEY, next.toBytes(), base.unchanged());
                if (outcome instanceof PutOutcome.Stored) {
                    return next.readThrough(months);
                }
                lastAnswer = describe(outcome);
            }
            throw new StoreException(StoreException.Kind.UNREACHABLE, KEY, exhausted(lastAnswer), null);
        } finally {
            turn.unlock();
        }
    }

    private Base readBase() {
        StateSnapshot snapshot = read();
        return new Base(Optional.of(snapshot.document()), snapshot.etag(), true);
    }

    private void keep(RebuildBase.Replaced replaced, List<String> kept) {
        String key = "compacted/_state." + replaced.kind().json() + "-"
                + Sha256.hex(replaced.bytes()).substring(0, 12) + ".json";
        if (kept.contains(key)) {
            return;
        }
        if (compact.put(key, replaced.bytes(), new Condition.Absent()) instanceof PutOutcome.Unknown unknown
                && compact.head(key).isEmpty()) {
            throw new StoreException(
                    StoreException.Kind.UNREACHABLE,
                    key,
                    compact.url() + "/" + key + ": the present state could not be kept before it is replaced ("
                            + Json.printable(unknown.reason()) + "); try again",
                    null);
        }
        kept.add(key);
    }

    private boolean stillStands(Base base) {
        return compact.head(KEY).map(ObjectStat::etag).equals(base.etag());
    }

    /** Waits a random part of a bound that doubles with each round; not at all before the first. */
    private void pause(int round) {
        if (round == 0) {
            return;
        }
        long boundNanos = limits.backoffBase().toNanos() << Math.min(round - 1, 16);
        long capNanos = limits.backoffCap().toNanos();
        sleeper.accept(random.nextLong(Math.min(boundNanos, capNanos) + 1));
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreException.Kind.FAILED, KEY, KEY + ": interrupted while the state was written", e);
        }
    }

    private String name() {
        return compact.url() + "/" + KEY;
    }

    private String exhausted(String lastAnswer) {
        return name() + ": not written in " + limits.attempts() + " rounds; last, " + lastAnswer
                + ". Run again; if it stays so, look for other writers of this state";
    }

    private static String describe(PutOutcome outcome) {
        return outcome instanceof PutOutcome.Unknown unknown
                ? "no answer came (" + Json.printable(unknown.reason()) + ")"
                : "another writer was faster";
    }

    /**
     * What a write is based on.
     *
     * @param document fresh if there is no object; empty only in a rebuild
     * @param etag of the object, readable or not; empty if there is none
     * @param isSound whether the store holds the document just so; else it is written in any case
     */
    private record Base(Optional<StateDocument> document, Optional<String> etag, boolean isSound) {

        boolean isSettledBy(StateDocument changed) {
            return isSound && document.filter(changed::saysTheSameAs).isPresent();
        }

        Condition unchanged() {
            return etag.<Condition>map(Condition.Matches::new).orElseGet(Condition.Absent::new);
        }
    }
}
