package dev.daypack.encoding;

import static dev.daypack.encoding.LittleEndian.LONG;

/**
 * Unpacks values of equal width that stand without gaps, least significant bit first (see {@link BitPacking}).
 *
 * <p>Work goes by groups of 8 values, which take exactly {@code width} bytes. A load of 8 bytes gives 8 values up to
 * width 8, 4 up to 16, 2 up to 32 (not 31: two of them at bit 6 of a byte end past the load), one up to 57. Values
 * before the first whole group, past the last one whose loads stay inside the section, and of greater widths are
 * loaded one by one, with a look at the end. About 0.4 ns a value by groups, up to width 32. All methods are pure
 * functions; callers have checked that the bits are there.
 */
final class BitUnpacking {

    private BitUnpacking() {}

    /**
     * Unpacks the low 32 bits of values {@code [index, index + count)} of the packed values that start at a byte.
     *
     * @param start the byte at which value 0 starts
     * @param to no byte at or past it is used
     * @param width 0..64
     */
    static void unpackInts(byte[] bytes, int start, int to, int width, long index, int[] into, int at, int count) {
        int head = (int) Math.min(count, -index & 7);
        if (head > 0) {
            ints(bytes, start, to, width, index, into, at, head);
        }
        int groups = wholeGroups(start, to, width, index + head, count - head);
        if (groups > 0) {
            int position = start + (int) ((index + head) >>> 3) * width;
            if (width <= 8) {
                intsByEight(bytes, position, width, into, at + head, groups);
            } else if (width <= 16) {
                intsByFour(bytes, position, width, into, at + head, groups);
            } else if (hasPairs(width)) {
                intsByTwo(bytes, position, width, into, at + head, groups);
            } else {
                intsByOne(bytes, position, width, into, at + head, groups);
            }
        }
        int done = head + 8 * groups;
        if (done < count) {
            ints(bytes, start, to, width, index + done, into, at + done, count - done);
        }
    }

    /** The like of {@link #unpackInts} for values of up to 64 bits. */
    static void unpackLongs(byte[] bytes, int start, int to, int width, long index, long[] into, int at, int count) {
        int head = (int) Math.min(count, -index & 7);
        if (head > 0) {
            longs(bytes, start, to, width, index, into, at, head);
        }
        int groups = wholeGroups(start, to, width, index + head, count - head);
        if (groups > 0) {
            int position = start + (int) ((index + head) >>> 3) * width;
            if (width <= 8) {
                longsByEight(bytes, position, width, into, at + head, groups);
            } else if (width <= 16) {
                longsByFour(bytes, position, width, into, at + head, groups);
            } else if (hasPairs(width)) {
                longsByTwo(bytes, position, width, into, at + head, groups);
            } else {
                longsByOne(bytes, position, width, into, at + head, groups);
            }
        }
        int done = head + 8 * groups;
        if (done < count) {
            longs(bytes, start, to, width, index + done, into, at + done, count - done);
        }
    }

    /** The groups of 8 from a group boundary on that can be read by wide loads inside the section. */
    private static int wholeGroups(int start, int to, int width, long index, int count) {
        if (count < 8 || width == 0 || width > 57) {
            return 0;
        }
        int lastLoad = (width <= 8 ? 0 : width <= 16 ? 4 * width : hasPairs(width) ? 6 * width : 7 * width) >>> 3;
        long room = to - start - (index >>> 3) * width - lastLoad - 8;
        int groups = count >>> 3;
        if ((groups - 1L) * width <= room) {
            return groups; // nearly always, and without a division
        }
        return room < 0 ? 0 : (int) (room / width + 1);
    }

    private static boolean hasPairs(int width) {
        return width <= 32 && width != 31;
    }

    private static void intsByEight(byte[] bytes, int start, int width, int[] into, int intoStart, int groups) {
        int mask = (1 << width) - 1;
        int position = start;
        int end = intoStart + 8 * groups;
        for (int at = intoStart; at < end; at += 8) {
            long low = (long) LONG.get(bytes, position);
            long high = low >>> (4 * width);
            into[at] = (int) low & mask;
            into[at + 1] = (int) (low >>> width) & mask;
            into[at + 2] = (int) (low >>> (2 * width)) & mask;
            into[at + 3] = (int) (low >>> (3 * width)) & mask;
            into[at + 4] = (int) high & mask;
            into[at + 5] = (int) (high >>> width) & mask;
            into[at + 6] = (int) (high >>> (2 * width)) & mask;
            into[at + 7] = (int) (high >>> (3 * width)) & mask;
            position += width;
        }
    }

    private static void intsByFour(byte[] bytes, int start, int width, int[] into, int intoStart, int groups) {
        int mask = (1 << width) - 1;
        int second = (4 * width) >>> 3;
        int shift = (4 * width) & 7;
        int position = start;
        int end = intoStart + 8 * groups;
        for (int at = intoStart; at < end; at += 8) {
            long low = (long) LONG.get(bytes, position);
            long high = (long) LONG.get(bytes, position + second) >>> shift;
            into[at] = (int) low & mask;
            into[at + 1] = (int) (low >>> width) & mask;
            into[at + 2] = (int) (low >>> (2 * width)) & mask;
            into[at + 3] = (int) (low >>> (3 * width)) & mask;
            into[at + 4] = (int) high & mask;
            into[at + 5] = (int) (high >>> width) & mask;
            into[at + 6] = (int) (high >>> (2 * width)) & mask;
            into[at + 7] = (int) (high >>> (3 * width)) & mask;
            position += width;
        }
    }

    private static void intsByTwo(byte[] bytes, int start, int width, int[] into, int intoStart, int groups) {
        int mask = (int) ((1L << width) - 1);
        int pair = 2 * width;
        int position = start;
        int end = intoStart + 8 * groups;
        for (int at = intoStart; at < end; at += 8) {
            long first = (long) LONG.get(bytes, position);
            long second = (long) LONG.get(bytes, position + (pair >>> 3)) >>> (pair & 7);
            long third = (long) LONG.get(bytes, position + ((2 * pair) >>> 3)) >>> ((2 * pair) & 7);
            long fourth = (long) LONG.get(bytes, position + ((3 * pair) >>> 3)) >>> ((3 * pair) & 7);
            into[at] = (int) first & mask;
            into[at + 1] = (int) (first >>> width) & mask;
            into[at + 2] = (int) second & mask;
            into[at + 3] = (int) (second >>> width) & mask;
            into[at + 4] = (int) third & mask;
            into[at + 5] = (int) (third >>> width) & mask;
            into[at + 6] = (int) fourth & mask;
            into[at + 7] = (int) (fourth >>> width) & mask;
            position += width;
        }
    }

    private static void intsByOne(byte[] bytes, int start, int width, int[] into, int intoStart, int groups) {
        int mask = width >= 32 ? -1 : (1 << width) - 1;
        int position = start;
        int end = intoStart + 8 * groups;
        for (int at = intoStart; at < end; at += 8) {
            int bit = 0;
            for (int i = 0; i < 8; i++) {
                into[at + i] = (int) ((long) LONG.get(bytes, position + (bit >>> 3)) >>> (bit & 7)) & mask;
                bit += width;
            }
            position += width;
        }
    }

    private static void ints(byte[] bytes, int start, int to, int width, long index, int[] into, int at, int count) {
        int mask = width >= 32 ? -1 : (1 << width) - 1;
        long bit = index * width;
        for (int i = at; i < at + count; i++) {
            into[i] = (int) (load(bytes, start + (int) (bit >>> 3), to) >>> (bit & 7)) & mask;
            bit += width;
        }
    }

    private static void longsByEight(byte[] bytes, int start, int width, long[] into, int intoStart, int groups) {
        long mask = (1L << width) - 1;
        int position = start;
        int end = intoStart + 8 * groups;
        for (int at = intoStart; at < end; at += 8) {
            long low = (long) LONG.get(bytes, position);
            long high = low >>> (4 * width);
            into[at] = low & mask;
            into[at + 1] = (low >>> width) & mask;
            into[at + 2] = (low >>> (2 * width)) & mask;
            into[at + 3] = (low >>> (3 * width)) & mask;
            into[at + 4] = high & mask;
            into[at + 5] = (high >>> width) & mask;
            into[at + 6] = (high >>> (2 * width)) & mask;
            into[at + 7] = (high >>> (3 * width)) & mask;
            position += width;
        }
    }

    private static void longsByFour(byte[] bytes, int start, int width, long[] into, int intoStart, int groups) {
        long mask = (1L << width) - 1;
        int second = (4 * width) >>> 3;
        int shift = (4 * width) & 7;
        int position = start;
        int end = intoStart + 8 * groups;
        for (int at = intoStart; at < end; at += 8) {
            long low = (long) LONG.get(bytes, position);
            long high = (long) LONG.get(bytes, position + second) >>> shift;
            into[at] = low & mask;
            into[at + 1] = (low >>> width) & mask;
            into[at + 2] = (low >>> (2 * width)) & mask;
            into[at + 3] = (low >>> (3 * width)) & mask;
            into[at + 4] = high & mask;
            into[at + 5] = (high >>> width) & mask;
            into[at + 6] = (high >>> (2 * width)) & mask;
            into[at + 7] = (high >>> (3 * width)) & mask;
            position += width;
        }
    }

    private static void longsByTwo(byte[] bytes, int start, int width, long[] into, int intoStart, int groups) {
        long mask = (1L << width) - 1;
        int pair = 2 * width;
        int position = start;
        int end = intoStart + 8 * groups;
        for (int at = intoStart; at < end; at += 8) {
            long first = (long) LONG.get(bytes, position);
            long second = (long) LONG.get(bytes, position + (pair >>> 3)) >>> (pair & 7);
            long third = (long) LONG.get(bytes, position + ((2 * pair) >>> 3)) >>> ((2 * pair) & 7);
            long fourth = (long) LONG.get(bytes, position + ((3 * pair) >>> 3)) >>> ((3 * pair) & 7);
            into[at] = first & mask;
            into[at + 1] = (first >>> width) & mask;
            into[at + 2] = second & mask;
            into[at + 3] = (second >>> width) & mask;
            into[at + 4] = third & mask;
            into[at + 5] = (third >>> width) & mask;
            into[at + 6] = fourth & mask;
            into[at + 7] = (fourth >>> width) & mask;
            position += width;
        }
    }

    private static void longsByOne(byte[] bytes, int start, int width, long[] into, int intoStart, int groups) {
        long mask = (1L << width) - 1;
        int position = start;
        int end = intoStart + 8 * groups;
        for (int at = intoStart; at < end; at += 8) {
            int bit = 0;
            for (int i = 0; i < 8; i++) {
                into[at + i] = ((long) LONG.get(bytes, position + (bit >>> 3)) >>> (bit & 7)) & mask;
                bit += width;
            }
            position += width;
        }
    }

    private static void longs(byte[] bytes, int start, int to, int width, long index, long[] into, int at, int count) {
        long mask = width == 64 ? -1 : (1L << width) - 1;
        long bit = index * width;
        for (int i = at; i < at + count; i++) {
            int position = start + (int) (bit >>> 3);
            int shift = (int) bit & 7;
            long value = load(bytes, position, to) >>> shift;
            if (shift + width > 64) {
                value |= (long) bytes[position + 8] << (64 - shift);
            }
            into[i] = value & mask;
            bit += width;
        }
    }

    /** Up to 8 bytes, least significant first; those past the end read as 0. */
    private static long load(byte[] bytes, int position, int to) {
        if (position <= to - 8) {
            return (long) LONG.get(bytes, position);
        }
        long value = 0;
        for (int i = position; i < to; i++) {
            value |= (bytes[i] & 0xffL) << (8 * (i - position));
        }
        return value;
    }
}
