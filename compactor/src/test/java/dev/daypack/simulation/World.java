package dev.daypack.simulation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Virtual time, and who may run in it. A queue of events in the order of their time; each either wakes a strand of a
 * process or is an act of the environment. One thread runs at a time: the one that lets time pass, or waits for another
 * strand, hands over to the one whose event comes next, or goes on itself if that is its own. Nothing else blocks, so
 * the order of everything follows from the seed.
 */
final class World {

    /** Real time; a simulation takes a tenth of a second. */
    private static final long HANGS_AFTER_SECONDS = 120;

    private static final int MOST_EVENTS = 400_000;

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Semaphore ended = new Semaphore(0);
    private final ExecutorService threads;
    private final Trace trace;

    /** Strands that wait for others and for no time, in the order of their coming. */
    private final Set<Strand> parked = new LinkedHashSet<>();

    private Strand running;
    private long nanos;
    private long events;
    private Violation violation;
    private boolean isOver;

    /** @param strand that is to be woken, or null for an act */
    private record Event(long at, long order, Strand strand, Runnable act) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    World(ExecutorService threads, Trace trace) {
        this.threads = threads;
        this.trace = trace;
    }

    Trace trace() {
        return trace;
    }

    /** Since the beginning. */
    long nanos() {
        return nanos;
    }

    /** Nothing that happens from now on counts; processes die as soon as they call anything. */
    boolean isOver() {
        return isOver;
    }

    Optional<Violation> violation() {
        return Optional.ofNullable(violation);
    }

    /** The first one ends the simulation. */
    void violated(String invariant, String detail) {
        if (!isOver) {
            violation = new Violation(invariant, detail);
            trace.note(nanos, "!", invariant + ": " + detail);
            isOver = true;
        }
    }

    void end() {
        isOver = true;
    }

    /** Has the environment do something at a time. */
    void at(long time, Runnable act) {
        queue.add(new Event(Math.max(time, nanos), events++, null, act));
    }

    void after(Duration time, Runnable act) {
        at(nanos + time.toNanos(), act);
    }

    /** Begins a strand of a process now; it runs when its turn comes. */
    void start(Process process, Runnable body) {
        Strand strand = new Strand();
        queue.add(new Event(nanos, events++, strand, null));
        threads.execute(() -> {
            strand.awaitTurn();
            try {
                body.run();
            } catch (Dead e) {
                // That is how processes end here.
            } catch (Throwable e) {
                ended(process, e);
            } finally {
                handOver();
            }
        });
    }

    /** What a dead process makes of it that nothing answers any more concerns nobody. */
    private void ended(Process process, Throwable e) {
        if (!process.isDead()) {
            violated("no defects", "a process ended with " + e);
            if (trace.isKept()) {
                e.printStackTrace();
            }
        }
    }

    /** Lets everything happen until nothing is left to happen. */
    void run() {
        handOver();
        try {
            if (!ended.tryAcquire(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the simulation hangs at " + trace.time(nanos));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Who has the turn. */
    Strand running() {
        return running;
    }

    /** Called by the running strand: returns when this time has come and it is its turn again. */
    void sleepUntil(long time) {
        queue.add(new Event(Math.max(time, nanos), events++, running, null));
        giveUpTurn();
    }

    /** Called by the running strand: returns when it was woken and it is its turn again. */
    void park() {
        parked.add(running);
        giveUpTurn();
    }

    /** Gives a turn, now, to one that may be parked. */
    void wake(Strand strand) {
        if (parked.remove(strand)) {
            queue.add(new Event(nanos, events++, strand, null));
        }
    }

    private void giveUpTurn() {
        Strand self = running;
        Strand next = next();
        if (next != self) {
            next.giveTurn();
            self.awaitTurn();
        }
    }

    /** The strand that runs now has ended. */
    private void handOver() {
        Strand next = next();
        if (next == null) {
            ended.release();
        } else {
            next.giveTurn();
        }
    }

    /** Acts until a strand is to be woken; null if there is none left. */
    private Strand next() {
        if (events > MOST_EVENTS) {
            violated("convergence", "no end after " + events + " events");
        }
        running = timed();
        if (running == null && !parked.isEmpty()) {
            violated("no deadlock", parked.size() + " strands wait for each other");
            running = parked.iterator().next();
            parked.remove(running);
        }
        return running;
    }

    private Strand timed() {
        for (Event event = queue.poll(); event != null; event = queue.poll()) {
            nanos = isOver ? nanos : event.at;
            if (event.strand != null) {
                return event.strand;
            }
            if (!isOver) {
                event.act.run();
            }
        }
        return null;
    }
}
