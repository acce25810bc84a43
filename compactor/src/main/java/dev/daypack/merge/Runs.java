package dev.daypack.merge;

import java.util.Arrays;
import java.util.Objects;

/**
 * The merged order as a list of runs: run i is {@code length(i)} rows of source {@code source(i)}, from row
 * {@code start(i)} of that source's sorted order. Runs that continue the one before are joined to it. Filled, read,
 * cleared and reused: no allocation per run once it has grown. Not thread-safe.
 */
public final class Runs {

    /** 16 KiB: a day of adjacent sources never grows it. */
    private static final int INITIAL_RUNS = 1024;

    private int[] sources = new int[INITIAL_RUNS];
    private long[] starts = new long[INITIAL_RUNS];
    private int[] lengths = new int[INITIAL_RUNS];
    private int count;
    private long rows;

    public int count() {
        return count;
    }

    /** Sum of the lengths of all runs. */
    public long rows() {
        return rows;
    }

    /** Ordinal of the run's source. */
    public int source(int run) {
        return sources[checked(run)];
    }

    /** First row of the run, counted from 0 in the sorted order of its source. */
    public long start(int run) {
        return starts[checked(run)];
    }

    /** Rows of the run, at least 1. */
    public int length(int run) {
        return lengths[checked(run)];
    }

    /** Heap held now, in bytes: 16 per run that there is room for. */
    public long bytes() {
        return 16L * sources.length;
    }

    public void clear() {
        count = 0;
        rows = 0;
    }

    /** Clears, and lets go of what it has grown by. */
    public void trim() {
        clear();
        if (sources.length > INITIAL_RUNS) {
            sources = new int[INITIAL_RUNS];
            starts = new long[INITIAL_RUNS];
            lengths = new int[INITIAL_RUNS];
        }
    }

    /**
     * Adds rows at the end.
     *
     * @throws IllegalArgumentException if source or start is negative or length is not positive
     */
    public void append(int source, long start, int length) {
        if (source < 0 || start < 0 || length < 1) {
            throw new IllegalArgumentException("no run: source " + source + ", start " + start + ", length " + length);
        }
        int last = count - 1;
        if (last >= 0 && continues(last, source, start, length)) {
            lengths[last] += length;
        } else {
            push(source, start, length);
        }
        rows += length;
    }

    /**
     * Adds one row at the end: {@code append(source, start, 1)} without its checks, and without a branch on whether the
     * row continues the last run, which no processor can predict where sources interleave.
     *
     * @return length of the run that the row is now the last of
     */
    int appendRow(int source, long start) {
        if (count == 0 || count == sources.length || lengths[count - 1] == Integer.MAX_VALUE) {
            append(source, start, 1);
            return lengths[count - 1];
        }
        int last = count - 1;
        int lastLength = lengths[last];
        long difference = (sources[last] ^ source) | (starts[last] + lastLength ^ start);
        int startsNew = (int) ((difference | -difference) >>> 63);
        int length = (lastLength & startsNew - 1) + 1;
        int run = last + startsNew;
        sources[run] = source;
        starts[run] = start - length + 1;
        lengths[run] = length;
        count = run + 1;
        rows++;
        return length;
    }

    /** Whether the run begins where run {@code last} ends, and both together still have an int's length. */
    private boolean continues(int last, int source, long start, int length) {
        return sources[last] == source
                && starts[last] + lengths[last] == start
                && length <= Integer.MAX_VALUE - lengths[last];
    }

    private void push(int source, long start, int length) {
        if (count == sources.length) {
            grow();
        }
        sources[count] = source;
        starts[count] = start;
        lengths[count] = length;
        count++;
    }

    private void grow() {
        int capacity = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, count * 3L / 2));
        sources = Arrays.copyOf(sources, capacity);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
    }

    private int checked(int run) {
        return Objects.checkIndex(run, count);
    }
}
