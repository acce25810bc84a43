package dev.daypack.cancel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request to stop, made once and never taken back. Work asks {@link #isCancelled} or calls {@link #throwIfCancelled}
 * between steps; what waits registers a callback that wakes it. Thread-safe.
 */
public final class Cancellation {

    private final List<Callback> registrations = new ArrayList<>();
    private volatile boolean cancelled;

    /** A callback that is called no more once it is closed. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Asks for the stop. Callbacks run in the calling thread, each once, in the order of registration. */
    public void cancel() {
        List<Callback> due;
        synchronized (registrations) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = List.copyOf(registrations);
            registrations.clear();
        }
        for (Callback callback : due) {
            callback.action.run();
        }
    }

    /** Whether the stop has been asked for. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** @throws CancelledException if the stop has been asked for */
    public void throwIfCancelled() {
        if (cancelled) {
            throw new CancelledException();
        }
    }

    /**
     * Calls the action when the stop is asked for; at once, in this thread, if it was already.
     *
     * @param action quick and without exceptions: it runs in the thread that stops the program
     */
    public Registration onCancel(Runnable action) {
        Callback callback = new Callback(action);
        synchronized (registrations) {
            if (!cancelled) {
                registrations.add(callback);
                return callback;
            }
        }
        action.run();
        return callback;
    }

    /** Returns when so many nanoseconds have passed, or as soon as the stop is asked for or the thread interrupted. */
    public void await(long nanos) {
        CountDownLatch stopped = new CountDownLatch(1);
        Registration registration = onCancel(stopped::countDown);
        try {
            stopped.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            registration.close();
        }
    }

    private final class Callback implements Registration {
        private final Runnable action;

        private Callback(Runnable action) {
            this.action = action;
        }

        @Override
        public void close() {
            synchronized (registrations) {
                registrations.remove(this);
            }
        }
    }
}
