package dev.daypack.kills;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What was seen from outside of the run that a host has under way. Thread-safe. */
final class Sightings {

    /** A read that was answered so long ago is no longer what the run is at. */
    private static final Duration READ_FOR = Duration.ofMillis(2);

    private final Set<String> asked = new HashSet<>();
    private Moment moment;
    private Phase last = Phase.START;
    private long lastNanos;
    private int times;
    private boolean come;

    /** A run begins, to be struck at a moment. */
    synchronized void begin(Moment moment) {
        this.moment = moment;
        last = Phase.START;
        times = 0;
        come = moment.awaited() == Phase.START;
        asked.clear();
    }

    /** The first line of a request that the run has sent. */
    void request(String line) {
        Phase phase = Phase.ofRequest(line);
        if (phase != Phase.LEASE || isFirst(line)) {
            saw(phase);
        }
    }

    /** A lease that is renewed says nothing of where the work is. */
    private synchronized boolean isFirst(String line) {
        return asked.add(line);
    }

    synchronized void saw(Phase phase) {
        last = phase;
        lastNanos = System.nanoTime();
        if (moment != null && phase == moment.awaited() && ++times == moment.nth()) {
            come = true;
            notifyAll();
        }
    }

    /** Waits for the moment, with its delay; false if the run ended before. */
    boolean await(Process run) throws InterruptedException {
        synchronized (this) {
            while (!come) {
                if (!run.isAlive()) {
                    return false;
                }
                wait(20);
            }
        }
        long nanos = moment.delay().toNanos();
        Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        return run.isAlive();
    }

    /** Where the run is now. */
    synchronized Phase now() {
        boolean hasRead = last == Phase.READ && System.nanoTime() - lastNanos >= READ_FOR.toNanos();
        return hasRead ? Phase.MERGE : last;
    }
}
