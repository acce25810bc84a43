package dev.daypack.merge;

import java.util.Arrays;

/** Keys from an array, cut into blocks beforehand: an honest source that costs nothing to read. */
final class ArraySource implements KeySource {

    private final long rows;
    private final long lowerBound;
    private final long[][] blocks;

    ArraySource(long[] keys, long lowerBound, int blockRows) {
        this.rows = keys.length;
        this.lowerBound = lowerBound;
        this.blocks = new long[Math.toIntExact((rows + blockRows - 1) / blockRows)][];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Arrays.copyOfRange(keys, i * blockRows, Math.min(keys.length, (i + 1) * blockRows));
        }
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long lowerBound() {
        return lowerBound;
    }

    @Override
    public KeyStream open() {
        return new KeyStream() {
            private int block = -1;

            @Override
            public boolean next() {
                block++;
                return block < blocks.length;
            }

            @Override
            public long[] keys() {
                return blocks[block];
            }

            @Override
            public int size() {
                return blocks[block].length;
            }

            @Override
            public void close() {}
        };
    }
}
