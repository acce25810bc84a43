package dev.daypack.output;

import java.util.concurrent.atomic.LongAdder;

/** Nanoseconds of thread time by stage, summed over the workers. Thread-safe. */
public final class StageTimes {

    private final LongAdder read = new LongAdder();
    private final LongAdder merge = new LongAdder();
    private final LongAdder write = new LongAdder();

    public void addRead(long nanos) {
        read.add(nanos);
    }

    public void addMerge(long nanos) {
        merge.add(nanos);
    }

    public void addWrite(long nanos) {
        write.add(nanos);
    }

    /** Fetching, decompressing and decoding the inputs, with their digests. */
    public double readSeconds() {
        return read.sum() / 1e9;
    }

    /** Finding the order. */
    public double mergeSeconds() {
        return merge.sum() / 1e9;
    }

    /** Encoding, reading back, and handing the bytes to the store. */
    public double writeSeconds() {
        return write.sum() / 1e9;
    }
}
