package dev.daypack.merge;

import java.util.Arrays;

/** Sorted keys in an array, cut into blocks beforehand: a source that costs nothing to read. */
final class ArraySource implements KeySource {

    private final long rows;
    private final long[][] blocks;

    ArraySource(long[] keys, int blockRows) {
        rows = keys.length;
        blocks = new long[(keys.length + blockRows - 1) / blockRows][];
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
        return blocks[0][0];
    }

    @Override
    public KeyStream open() {
        return new Blocks(blocks);
    }

    private static final class Blocks implements KeyStream {

        private final long[][] blocks;
        private int block = -1;

        Blocks(long[][] blocks) {
            this.blocks = blocks;
        }

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
        public void close() {
            // Nothing is held.
        }
    }
}
