package dev.daypack.integrity;

import dev.daypack.cancel.Cancellation;
import dev.daypack.discover.Layout;
import dev.daypack.state.StateStore;
import dev.daypack.store.ObjectStore;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What the commands that look after a compact store are made of.
 *
 * @param compact opened for reading, or for writing where something is to be written
 * @param days walks it
 * @param io runs requests that wait for the store
 * @param atOnce so many partition-days are looked at side by side
 * @param nanoTime {@code System::nanoTime} outside of tests
 */
public record CareParts(
        ObjectStore compact,
        Layout layout,
        PublishedDays days,
        StateStore state,
        Executor io,
        int atOnce,
        Clock clock,
        LongSupplier nanoTime,
        Cancellation cancellation) {

    SideBySide sideBySide() {
        return new SideBySide(io, atOnce, nanoTime, cancellation);
    }
}
