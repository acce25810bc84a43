package dev.daypack.simulation;

import dev.daypack.compact.DayThreads;
import dev.daypack.memory.ScratchDisk;
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

    default ScratchDisk disk(ScratchDisk disk, Process process) {
        return disk;
    }

    /** The threads of the days, and how they wait. */
    default DayThreads days(DayThreads days, Process process) {
        return days;
    }

    /** The monotonic clock of the lease keeper. */
    default LongSupplier leaseClock(LongSupplier clock, Process process) {
        return clock;
    }
}
