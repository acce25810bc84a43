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
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
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

    /**
     * Puts a rebuilt state in the place of one that may be unreadable or gone; the one way past {@link
     * StateUnreadableException}. The bytes of an unreadable document are kept beside it first.
     *
     * @param rebuilt given the present document if there is one that can be read; called again if another writer was
     *     faster
     * @throws StoreException as {@link #update}
     */
    public StateDocument rebuild(Function<Optional<StateDocument>, StateDocument> rebuilt) {
        return swap(this::readWhatever, base -> rebuilt.apply(base.document()));
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
                if (before.filter(changed::saysTheSameAs).isPresent()) {
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
        return new Base(Optional.of(snapshot.document()), snapshot.etag());
    }

    /** For {@link #rebuild}: no document if there is none or it cannot be read. */
    private Base readWhatever() {
        Optional<StoredObject> object = compact.get(KEY);
        if (object.isEmpty()) {
            return new Base(Optional.empty(), Optional.empty());
        }
        StoredObject head = object.get();
        try {
            StateDocument document = StateDocument.parse(head.bytes(), name(), months);
            return new Base(Optional.of(document), Optional.of(head.etag()));
        } catch (StateUnreadableException e) {
            keep(head.bytes());
            return new Base(Optional.empty(), Optional.of(head.etag()));
        }
    }

    private void keep(byte[] unreadable) {
        String key = "compacted/_state.unreadable-" + Sha256.hex(unreadable).substring(0, 12) + ".json";
        if (compact.put(key, unreadable, new Condition.Absent()) instanceof PutOutcome.Unknown unknown
                && compact.head(key).isEmpty()) {
            throw new StoreException(
                    StoreException.Kind.UNREACHABLE,
                    key,
                    compact.url() + "/" + key + ": the unreadable state could not be kept before it is replaced ("
                            + Json.printable(unknown.reason()) + "); try again",
                    null);
        }
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
        try {
            TimeUnit.NANOSECONDS.sleep(random.nextLong(Math.min(boundNanos, capNanos) + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreException.Kind.FAILED, KEY, name() + ": interrupted while the state was written", e);
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
     */
    private record Base(Optional<StateDocument> document, Optional<String> etag) {

        Condition unchanged() {
            return etag.<Condition>map(Condition.Matches::new).orElseGet(Condition.Absent::new);
        }
    }
}
