package dev.daypack.compact;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * The threads of an executor. Who waits asks, and waits, under one lock, and who tells of a change takes it; so no
 * change between the question and the wait is missed. Thread-safe.
 */
final class MonitoredThreads implements DayThreads {

    private final Executor threads;

    MonitoredThreads(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable day) {
        threads.execute(day);
    }

    @Override
    public synchronized void await(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            wait();
        }
    }

    @Override
    public synchronized void changed() {
        notifyAll();
    }
}
