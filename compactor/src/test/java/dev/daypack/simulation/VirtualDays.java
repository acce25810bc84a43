package dev.daypack.simulation;

import dev.daypack.compact.DayThreads;
import java.util.function.BooleanSupplier;

/** Days side by side as strands of one process, of which one runs at a time. */
record VirtualDays(Process process) implements DayThreads {

    @Override
    public void execute(Runnable day) {
        process.start(day);
    }

    @Override
    public void await(BooleanSupplier holds) {
        process.await(holds);
    }

    @Override
    public void changed() {
        process.changed();
    }
}
