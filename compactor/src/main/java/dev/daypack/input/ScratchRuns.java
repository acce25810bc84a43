package dev.daypack.input;

import dev.daypack.encoding.MalformedDataException;
import java.util.Arrays;

/**
 * Reads numbers of a section that lies in scratch space: the hybrid of run-length and bit-packed runs
 * ({@link dev.daypack.encoding.RleDecoder}), or bits without runs. A few ns a value. Not thread-safe.
 */
final class ScratchRuns {

    private final ScratchBytes bytes;
    private final int width;
    private final boolean hasRuns;
    private final boolean isHighestFirst;

    private boolean isPacked;
    private int value;
    private long runLeft;
    private long bits;
    private int bitCount;

    private ScratchRuns(ScratchBytes bytes, int width, boolean hasRuns, boolean isHighestFirst) {
        if (width > Integer.SIZE) {
            throw new MalformedDataException("bit width " + width);
        }
        this.bytes = bytes;
        this.width = width;
        this.hasRuns = hasRuns;
        this.isHighestFirst = isHighestFirst;
    }

    /** Runs, with nothing before them. */
    static ScratchRuns ofRuns(ScratchBytes bytes, int width) {
        return new ScratchRuns(bytes, width, true, false);
    }

    /** Values without gaps, the least significant bit first: PLAIN booleans. */
    static ScratchRuns ofBits(ScratchBytes bytes, int width) {
        return new ScratchRuns(bytes, width, false, false);
    }

    /** Values without gaps, the most significant bit first: levels of files from before 2013. */
    static ScratchRuns ofOldLevels(ScratchBytes bytes, int width) {
        return new ScratchRuns(bytes, width, false, true);
    }

    int width() {
        return width;
    }

    void decode(int[] into, int at, int count) {
        if (width == 0) {
            Arrays.fill(into, at, at + count, 0);
            return;
        }
        int done = 0;
        while (done < count) {
            if (hasRuns && runLeft == 0) {
                nextRun();
            }
            int some = hasRuns ? (int) Math.min(runLeft, count - done) : count - done;
            if (hasRuns && !isPacked) {
                Arrays.fill(into, at + done, at + done + some, value);
            } else {
                unpack(into, at + done, some);
            }
            runLeft -= some;
            done += some;
        }
    }

    private void unpack(int[] into, int at, int count) {
        long mask = (1L << width) - 1;
        for (int i = at; i < at + count; i++) {
            while (bitCount < width) {
                if (isHighestFirst) {
                    bits = bits << 8 | bytes.take();
                } else {
                    bits |= (long) bytes.take() << bitCount;
                }
                bitCount += 8;
            }
            bitCount -= width;
            if (isHighestFirst) {
                into[i] = (int) (bits >>> bitCount & mask);
            } else {
                into[i] = (int) (bits & mask);
                bits >>>= width;
            }
        }
    }

    private void nextRun() {
        while (runLeft == 0) {
            long header = bytes.takeVarLong();
            if (header < 0 || header > 0xffff_ffffL) {
                throw new MalformedDataException("a run header of more than 32 bits");
            }
            isPacked = (header & 1) != 0;
            runLeft = isPacked ? (header >>> 1) * 8 : header >>> 1;
            bits = 0;
            bitCount = 0;
            if (!isPacked) {
                readValue();
            }
        }
    }

    private void readValue() {
        long read = 0;
        for (int shift = 0; shift < width; shift += 8) {
            read |= (long) bytes.take() << shift;
        }
        if (read >>> width != 0) {
            throw new MalformedDataException("run value " + read + " is wider than " + width + " bits");
        }
        value = (int) read;
    }
}
