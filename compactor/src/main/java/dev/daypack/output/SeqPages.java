package dev.daypack.output;

/**
 * The pages of the column that we add: consecutive numbers, which are never written out one by one.
 *
 * @param first number of the first row
 */
record SeqPages(long first, int rows, OutputSettings settings, PageBody body) implements ChunkPages {

    @Override
    public int entries(int from, int to) {
        return to - from;
    }

    @Override
    public int end(int from) {
        long most = Math.min(settings.pageRows(), Math.max(1, settings.pageBytes() / Long.BYTES));
        return (int) Math.min(rows, from + most);
    }

    @Override
    public int write(int from, int to, Bounds bounds) {
        body.startSequence(first + from, to - from, settings.isCompatible(), bounds);
        return 0;
    }
}
