package dev.daypack.simulation;

import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Virtual time, and who may run in it. A queue of events in the order of their time; each either wakes a process or is
 * an act of the environment. One thread runs at a time: the one that lets time pass hands over to the one whose event
 * comes next, or goes on itself if that is its own. Nothing else blocks, so the order of everything follows from the
 * seed.
 */
final class World {

    /** Real time; a simulation takes a tenth of a second. */
    private static final long HANGS_AFTER_SECONDS = 120;

    private static final int MOST_EVENTS = 400_000;

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Semaphore ended = new Semaphore(0);
    private final ExecutorService threads;
    private final Trace trace;
    private long nanos;
    private long events;
    private Violation violation;
    private boolean isOver;

    /** @param process that is to be woken, or null for an act */
    private record Event(long at, long order, Process process, Runnable act) implements Comparable<Event> {

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

    /** Begins a process now; it runs when its turn comes. */
    void start(Process process, Runnable body) {
        queue.add(new Event(nanos, events++, process, null));
        threads.execute(() -> {
            process.baton().acquireUninterruptibly();
            try {
                body.run();
            } catch (Dead e) {
                // That is how processes end here.
            } catch (Throwable e) {
                violated("no defects", "a process ended with " + e);
                if (trace.isKept()) {
                    e.printStackTrace();
                }
            } finally {
                handOver();
            }
        });
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

    /** Called by the running process: returns when this time has come and it is its turn again. */
    void sleepUntil(long time, Process process) {
        queue.add(new Event(Math.max(time, nanos), events++, process, null));
        Process next = next();
        if (next != process) {
            next.baton().release();
            process.baton().acquireUninterruptibly();
        }
    }

    /** The process that runs now has ended. */
    private void handOver() {
        Process next = next();
        if (next == null) {
            ended.release();
        } else {
            next.baton().release();
        }
    }

    /** Acts until a process is to be woken; null if there is none left. */
    private Process next() {
        if (events > MOST_EVENTS) {
            violated("convergence", "no end after " + events + " events");
        }
        for (Event event = queue.poll(); event != null; event = queue.poll()) {
            nanos = isOver ? nanos : event.at;
            if (event.process != null) {
                return event.process;
            }
            if (!isOver) {
                event.act.run();
            }
        }
        return null;
    }
}
