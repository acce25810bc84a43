package dev.daypack.merge;

/**
 * Sorted byte string keys of a source, copied block by block as a reader would fill them.
 *
 * @param blockRows keys of a block
 */
record BlockSource(KeyBlock all, int blockRows) implements WideKeySource {

    @Override
    public long rows() {
        return all.count();
    }

    @Override
    public byte[] lowerBound() {
        return all.copy(0);
    }

    @Override
    public WideKeyStream open() {
        return new Blocks(all, blockRows);
    }

    private static final class Blocks implements WideKeyStream {

        private final KeyBlock all;
        private final int blockRows;
        private final KeyBlock block;
        private int taken;

        Blocks(KeyBlock all, int blockRows) {
            this.all = all;
            this.blockRows = blockRows;
            block = new KeyBlock(blockRows, blockRows);
        }

        @Override
        public boolean next() {
            block.clear();
            for (int i = 0; i < blockRows && taken < all.count(); i++, taken++) {
                block.put(all.bytes(), all.start(taken), all.end(taken) - all.start(taken));
                block.endKey();
            }
            return block.count() > 0;
        }

        @Override
        public KeyBlock keys() {
            return block;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
