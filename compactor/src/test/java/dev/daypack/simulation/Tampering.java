package dev.daypack.simulation;

import dev.daypack.store.ObjectStore;
import java.util.function.LongSupplier;

/** Where a planted bug may stand between the parts of the program. By itself it changes nothing. */
interface Tampering {

    Tampering NONE = new Tampering() {};

    default ObjectStore raw(ObjectStore raw, Process process) {
        return raw;
    }

    default ObjectStore compact(ObjectStore compact, Process process) {
        return compact;
    }

    /** The monotonic clock of the lease keeper. */
    default LongSupplier leaseClock(LongSupplier clock, Process process) {
        return clock;
    }
}
