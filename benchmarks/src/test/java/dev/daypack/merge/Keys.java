package dev.daypack.merge;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Sort keys as a day of events has them. */
final class Keys {

    private static final long START_NANOS = 1_767_755_367_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private Keys() {}

    /** Times that go up by 0 to 9 ms, so that one row in ten has the time of the row before. */
    static long[] sorted(int rows) {
        SplittableRandom random = new SplittableRandom(1);
        long[] keys = new long[rows];
        long now = START_NANOS;
        for (int i = 0; i < rows; i++) {
            now += random.nextInt(10) * NANOS_PER_MILLI;
            keys[i] = now;
        }
        return keys;
    }

    /** As {@link #sorted}, but one row in {@code every} comes up to {@code byRows} late. */
    static long[] late(int rows, int every, int byRows) {
        SplittableRandom random = new SplittableRandom(3);
        long[] keys = sorted(rows);
        for (int i = byRows; i < rows; i += every) {
            keys[i] = keys[i - 1 - random.nextInt(byRows)];
        }
        return keys;
    }

    /** Every row is moved by less than {@code places} places. */
    static long[] moved(int rows, int places) {
        SplittableRandom random = new SplittableRandom(5);
        long[] keys = new long[rows];
        Arrays.setAll(keys, i -> START_NANOS + i + random.nextInt(places));
        return keys;
    }

    static long[] reversed(int rows) {
        long[] keys = new long[rows];
        Arrays.setAll(keys, i -> START_NANOS - i);
        return keys;
    }

    static long[] random(int rows) {
        return new SplittableRandom(7).longs(rows).toArray();
    }

    /**
     * Byte strings of 18 bytes, a time and an id of ten characters.
     *
     * @param places by how many rows are moved at most; 0 is sorted
     */
    static KeyBlock wide(int rows, int places) {
        SplittableRandom random = new SplittableRandom(1);
        KeyBlock keys = new KeyBlock(rows, 20 * rows);
        long now = START_NANOS / NANOS_PER_MILLI;
        for (int i = 0; i < rows; i++) {
            now += random.nextInt(10);
            keys.putLong(now + (places == 0 ? 0 : 4L * random.nextInt(places)) ^ Long.MIN_VALUE);
            for (int digit = 0; digit < 10; digit++) {
                keys.put(places == 0 ? '0' : '0' + random.nextInt(10));
            }
            keys.endKey();
        }
        return keys;
    }
}
