package dev.daypack.schedule;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one run through at a time, none once it is closed, and lets others wait for the last one to end.
 *
 * <pre>
 *   open ──enter──> running ──leave──> open
 *     └──close──> closed <──leave── closing <──close── (running)
 * </pre>
 *
 * Thread-safe.
 */
final class RunGate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean running;
    private boolean closed;

    /** Whether a run may begin; if so, {@link #leave} must follow. */
    boolean enter() {
        lock.lock();
        try {
            if (closed || running) {
                return false;
            }
            running = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            running = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on no run begins. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no run is under way; false if one still is when the time is up. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            // Saturates: a grace of years is a grace without end.
            long nanosLeft = TimeUnit.NANOSECONDS.convert(atMost);
            while (running) {
                if (nanosLeft <= 0) {
                    return false;
                }
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
